package dev.wireside.pop3;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What {@code -ERR} means, and how it may be shown. The meaning is taken from what the server wrote: a password that reads
 * {@code AUTH} would otherwise mask the code {@code [AUTH]}.
 *
 * @param status echoed secrets masked
 * @param code the code as it may be shown: where masking hits it, the registered one that it is or refines
 */
record Refusal(PopStatus status, Optional<PopResponseCode> code) {
    static Refusal of(PopStatus said, UnaryOperator<String> scrub) {
        PopStatus scrubbed = new PopStatus(said.indicator(), scrub.apply(said.text()));
        // A mask is no part of a code, so a code that is still there after scrubbing has not been touched.
        return new Refusal(scrubbed, scrubbed.code().or(() -> said.code().flatMap(PopResponseCode::registered)));
    }

    boolean isTransient() {
        return code.map(PopResponseCode::isTransient).orElse(false);
    }

    /** What the user can do, to follow the status in a message; may be empty. */
    String advice() {
        if (code.filter(reason -> reason.isA(PopResponseCode.AUTH)).isPresent()) {
            return " - the user name or the password is wrong";
        }
        return isTransient() ? " - it may work later" : "";
    }
}
