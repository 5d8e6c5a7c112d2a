/**
 * The grammar that line protocols share: bytes to values and values to bytes, and nothing that could open a socket.
 *
 * <p>Every decoder here either returns a value or throws {@link dev.wireside.codec.GrammarException}, in bounded memory,
 * whatever bytes it is fed and however they are cut.
 */
module dev.wireside.codec {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.codec;
    exports dev.wireside.codec.dot;
    exports dev.wireside.codec.line;
    exports dev.wireside.codec.reply;
    exports dev.wireside.codec.sasl;
    exports dev.wireside.codec.wire;
}
