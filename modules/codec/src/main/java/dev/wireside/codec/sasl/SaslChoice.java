package dev.wireside.codec.sasl;

import java.util.List;

/** What {@link SaslChooser#choose} found. Immutable, safe for any thread. */
public sealed interface SaslChoice {
    /**
     * Log in with this one.
     *
     * @param mechanism the strongest that both sides know
     */
    record Chosen(SaslMechanism mechanism) implements SaslChoice {}

    /**
     * Do not log in: no credential may be sent.
     *
     * @param offered what the server offered, as it was given
     * @param withheld of those, what the client knows but may not use here, strongest first
     * @param floor the weakest strength that was allowed
     * @param reason one sentence for an error message: printable ASCII, of bounded length
     */
    record None(List<String> offered, List<String> withheld, SaslStrength floor, String reason) implements SaslChoice {
        /** Copies the lists. */
        public None {
            offered = List.copyOf(offered);
            withheld = List.copyOf(withheld);
        }
    }
}
