package dev.wireside.it.faults;

import java.util.function.Predicate;

/**
 * What an {@link Outcome} has to be.
 *
 * @param words for the message of a failure: "a ConnectionLostException"
 * @param holds whether an outcome is that
 */
public record Expectation(String words, Predicate<Outcome> holds) {
    /** The operation returns an equal value. */
    public static Expectation returns(Object value) {
        return new Expectation(
                "the result " + value, outcome -> outcome instanceof Outcome.Returned r && value.equals(r.value()));
    }

    /** The operation throws one of these, and nothing else. */
    @SafeVarargs
    public static Expectation fails(Class<? extends Throwable>... with) {
        StringBuilder words = new StringBuilder();
        for (Class<?> type : with) {
            words.append(words.isEmpty() ? "a " : " or a ").append(type.getSimpleName());
        }
        return new Expectation(words.toString(), outcome -> {
            for (Class<? extends Throwable> type : with) {
                if (outcome instanceof Outcome.Threw(Throwable why) && type.isInstance(why)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** The operation throws this, and it says that. */
    public static <X extends Throwable> Expectation fails(Class<X> with, String words, Predicate<X> holds) {
        return new Expectation(
                "a " + with.getSimpleName() + " " + words,
                outcome -> outcome instanceof Outcome.Threw(Throwable why)
                        && with.isInstance(why)
                        && holds.test(with.cast(why)));
    }

    /** One of the two. */
    public Expectation or(Expectation other) {
        return new Expectation(words + " or " + other.words, holds.or(other.holds));
    }

    /** Both. */
    public Expectation and(Expectation other) {
        return new Expectation(words + " and " + other.words, holds.and(other.holds));
    }
}
