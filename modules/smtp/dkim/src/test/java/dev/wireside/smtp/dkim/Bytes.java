package dev.wireside.smtp.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.wireside.codec.GrammarException;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Bytes as text that shows their ends, and machines fed with blocks of any size. */
final class Bytes {
    private Bytes() {}

    /** A bar is CRLF, an arrow a tab. */
    static byte[] bytes(String shown) {
        return shown.replace("|", "\r\n").replace("→", "\t").getBytes(ISO_8859_1);
    }

    static String shown(byte[] bytes) {
        return new String(bytes, ISO_8859_1).replace("\r\n", "|").replace("\t", "→");
    }

    static byte[] body(Canonicalization form, byte[] body, int block) {
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        BodyCanonicalizer machine = form.body((bytes, from, to) -> canonical.write(bytes, from, to - from));
        for (int from = 0; from < body.length; from += block) {
            machine.update(body, from, Math.min(body.length, from + block));
        }
        machine.finish();
        return canonical.toByteArray();
    }

    /** The fields of a message's header, and what is behind it. */
    record Split(List<HeaderField> header, String body) {}

    static Split split(byte[] message, int block) throws GrammarException {
        HeaderSplitter splitter = new HeaderSplitter();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int from = 0; from < message.length; from += block) {
            int to = Math.min(message.length, from + block);
            int begun = splitter.update(message, from, to);
            body.write(message, begun, to - begun);
        }
        return new Split(splitter.fields(), shown(body.toByteArray()));
    }

    static List<HeaderField> header(String shown) {
        try {
            byte[] message = bytes(shown);
            return split(message, message.length + 1).header();
        } catch (GrammarException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
