package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message with a secret inside: {@code before secret after}. Its bytes exist only while they are on their way out.
 */
record SecretMessage(String before, Secret secret, String after) {
    byte[] bytes() {
        byte[] head = before.getBytes(StandardCharsets.UTF_8);
        byte[] middle = secret.utf8();
        byte[] tail = after.getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(head, head.length + middle.length + tail.length);
        System.arraycopy(middle, 0, message, head.length, middle.length);
        System.arraycopy(tail, 0, message, head.length + middle.length, tail.length);
        Arrays.fill(middle, (byte) 0);
        return message;
    }
}
