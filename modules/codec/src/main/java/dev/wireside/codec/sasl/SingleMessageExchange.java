package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client says one thing and the server says yes or no: PLAIN (RFC 4616), EXTERNAL (RFC 4422 appendix A). */
final class SingleMessageExchange implements SaslExchange {
    private final String mechanism;
    private final String section;
    private final Supplier<byte[]> message;

    SingleMessageExchange(String mechanism, String section, Supplier<byte[]> message) {
        this.mechanism = mechanism;
        this.section = section;
        this.message = message;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.of(message.get());
    }

    @Override
    public byte[] answer(byte[] challenge) throws GrammarException {
        throw PeerText.oneTooMany(mechanism, section);
    }

    @Override
    public void succeeded(byte @Nullable [] finalData) throws GrammarException {
        PeerText.checkSuccess(mechanism, section, true, finalData);
    }
}
