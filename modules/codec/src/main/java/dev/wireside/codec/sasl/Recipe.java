package dev.wireside.codec.sasl;

import java.util.function.Supplier;

/** A mechanism is its name, its strength, and where its exchanges come from. */
record Recipe(String name, SaslStrength strength, Supplier<SaslExchange> exchanges) implements SaslMechanism {
    @Override
    public SaslExchange start() {
        return exchanges.get();
    }

    @Override
    public String toString() {
        return name;
    }
}
