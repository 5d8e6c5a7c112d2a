package dev.wireside.smtp.dkim;

/** Takes the bytes that a push machine has made of its input; they are lent for the call. */
@FunctionalInterface
interface ByteSink {
    /** Takes {@code bytes[from]} to {@code bytes[to - 1]}. */
    void accept(byte[] bytes, int from, int to);
}
