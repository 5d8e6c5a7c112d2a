package dev.wireside.it.faults;

/** What came of one case. */
public sealed interface Outcome {
    /** The operation returned this. */
    record Returned(Object value) implements Outcome {}

    /** The operation threw this. */
    record Threw(Throwable why) implements Outcome {
        @Override
        public String toString() {
            return "threw " + why;
        }
    }

    /** The operation had not ended when the patience of the test was over; this is where it stood. */
    record Hung(String where) implements Outcome {}
}
