package dev.wireside.pop3.sync;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What tells a message from all others of its maildrop, in this run and in later ones.
 *
 * <p>That is its unique id (RFC 1939 section 7) as long as only one message has it; the unique id and the SHA-256 of the
 * message where several messages were seen with the same; the SHA-256 alone where it has none; and with
 * {@link MaildropSync#identifyingByHeaders} the SHA-256 of its headers and its size instead of a missing unique id.
 * Immutable, safe for any thread.
 */
public final class MessageId {
    private static final String UID = "uid:";
    private static final String HEADERS = "headers:";
    private static final String NO_UID = "none";
    private static final char BEFORE_DIGEST = '#';

    private final String key;
    private final String digest;

    private MessageId(String key, String digest) {
        this.key = key;
        this.digest = digest;
    }

    static String keyOfUid(String uid) {
        return UID + Token.of(uid, StandardCharsets.ISO_8859_1);
    }

    static String keyOfHeaders(String sha256, long size) {
        return HEADERS + sha256 + "-" + size;
    }

    /** For messages that only their content names. */
    static String keyOfNothing() {
        return NO_UID;
    }

    /** A message that the key alone names. */
    static MessageId of(String key) {
        return new MessageId(key, "");
    }

    /** One of the messages with this key. */
    static MessageId of(String key, String sha256) {
        return new MessageId(key, sha256);
    }

    static MessageId parse(String text) throws GrammarException {
        int hash = text.indexOf(BEFORE_DIGEST);
        String key = requireKey(hash < 0 ? text : text.substring(0, hash));
        return new MessageId(key, hash < 0 ? "" : Token.requireSha256(text.substring(hash + 1)));
    }

    static String requireKey(String text) throws GrammarException {
        boolean known = text.startsWith(UID) || text.startsWith(HEADERS) || text.equals(NO_UID);
        if (!known || text.indexOf(BEFORE_DIGEST) >= 0) {
            throw Token.broken("a message's key is uid:..., headers:... or none", text);
        }
        return text;
    }

    /** As the store has it: without spaces, US-ASCII. */
    String text() {
        return digest.isEmpty() ? key : key + BEFORE_DIGEST + digest;
    }

    String key() {
        return key;
    }

    /** The SHA-256 of the message, where the key alone does not name it. */
    Optional<String> digest() {
        return digest.isEmpty() ? Optional.empty() : Optional.of(digest);
    }

    /** The unique id as the server gave it, byte for byte as ISO-8859-1; empty if it gave none. Never a file name. */
    public Optional<String> uid() {
        return key.startsWith(UID)
                ? Optional.of(Token.decode(key.substring(UID.length()), StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /**
     * A name for the message that is safe as a file name and the same in every run: 64 hexadecimal digits, the SHA-256 of
     * what identifies it (not of the message).
     */
    public String name() {
        return Digests.hex(Digests.sha256().digest(text().getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageId that && key.equals(that.key) && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + digest.hashCode();
    }

    /** As it stands in the store: {@code uid:whqtswO00WBw418f9t5JxYwZ}, with {@code #} and a SHA-256 where needed. */
    @Override
    public String toString() {
        return Printable.of(text());
    }
}
