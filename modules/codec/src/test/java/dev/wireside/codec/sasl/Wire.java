package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes and text the way the examples of the RFCs print them. */
final class Wire {
    static final Secret PENCIL = Secret.of("pencil");

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the client says first. */
    static String first(SaslExchange exchange) {
        return text(exchange.initialResponse().orElseThrow());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] fromBase64(String text) {
        return Base64.getDecoder().decode(text);
    }
}
