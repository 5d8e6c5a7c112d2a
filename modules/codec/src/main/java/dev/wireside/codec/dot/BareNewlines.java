package dev.wireside.codec.dot;

/** What becomes of a CR without LF, or an LF without CR, in a message that is about to be sent (rule S5). */
public enum BareNewlines {
    /** Each becomes CRLF, as mail submission agents do; both ends then agree on where the lines are. */
    NORMALISE,
    /** The message is refused; nothing of it may be delivered. */
    REFUSE
}
