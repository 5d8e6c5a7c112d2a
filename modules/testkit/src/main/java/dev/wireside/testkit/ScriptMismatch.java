package dev.wireside.testkit;

/** The client did something else than the script says. Ends a conversation; never leaves this package. */
final class ScriptMismatch extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    ScriptMismatch(String what) {
        super(what);
        this.what = what;
    }

    /** What the client did instead. */
    String what() {
        return what;
    }
}
