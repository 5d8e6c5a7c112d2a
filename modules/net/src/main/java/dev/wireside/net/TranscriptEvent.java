package dev.wireside.net;

import dev.wireside.codec.WireText;

/** One thing that happened on a connection. What is shown by {@code toString} holds no secret. */
public sealed interface TranscriptEvent {
    /** The channel of commands and replies; data channels are numbered from 1. */
    int CONTROL = 0;

    /** The channel this happened on: {@link #CONTROL}, or the number of the data channel. */
    int channel();

    /**
     * The stream is open.
     *
     * @param target what was asked for
     * @param local this end's address and port
     * @param peer the address and port that answered, of the first hop where there are proxies
     */
    record Connected(int channel, Endpoint target, String local, String peer) implements TranscriptEvent {}

    /** A line went out. */
    record Sent(int channel, WireText line) implements TranscriptEvent {}

    /** A line came in, without its CRLF; an echoed secret is masked. */
    record Received(int channel, String line) implements TranscriptEvent {}

    /** A body went out: counted and hashed, as it was on the wire. */
    record SentBody(int channel, long bytes, String sha256) implements TranscriptEvent {}

    /** A piece of a body went out, of the size that the line before it told (BDAT, RFC 3030): counted and hashed. */
    record SentChunk(int channel, long bytes, String sha256) implements TranscriptEvent {}

    /** A body came in: counted and hashed, as it was on the wire. */
    record ReceivedBody(int channel, long bytes, String sha256) implements TranscriptEvent {}

    /** From here on the stream is encrypted. */
    record TlsStarted(int channel, TlsFacts facts) implements TranscriptEvent {}

    /** Something worth knowing that did not cross the wire: a state change, a leniency that was used. */
    record Note(int channel, String text) implements TranscriptEvent {}

    /** The stream is over. */
    record Closed(int channel, String reason) implements TranscriptEvent {}
}
