package dev.wireside.smtp.dkim;

import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.net.BodySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code DKIM-Signature} in front of a message: with RSA (RFC 6376) or Ed25519 (RFC 8463), over the bytes that the
 * server will get. The public key has to be in DNS, see {@link DkimKeys#txtRecord}.
 *
 * <pre>{@code
 * var signer = DkimSigner.of("example.org", "mail2026", DkimKeys.privateKey(Path.of("dkim.pem")));
 * smtp.send(envelope, signer.sign(BodySource.ofFile(Path.of("mail.eml"))));
 * }</pre>
 *
 * <p>By default header and body are signed in their relaxed form, with {@code t=} and without an end, for the fields that RFC
 * 6376 section 5.4.1 recommends and those of MIME. {@code l=}, the length of the body that is signed, is never used: anybody
 * could add to such a message, and a MIME reader would show what was added (section 8.2).
 *
 * <p>Every method throws {@link IllegalArgumentException} for what cannot stand in a signature. Immutable: every {@code with}
 * returns a new one. Safe for any thread.
 */
public final class DkimSigner {
    /** So that {@code x=} keeps its twelve digits (RFC 6376 section 3.5), whatever the clock says. */
    private static final Duration MAX_EXPIRY = Duration.ofDays(36525);

    /** As much local part as an address has (RFC 5321 section 4.5.3.1.1), so that the line does not become too long. */
    private static final int MAX_AGENT = 64;

    /** Written only between the copying and the construction of the signer that owns it. */
    private static final class Values {
        final String domain;
        List<SigningKey> keys;
        List<String> headers = SignedFields.DEFAULT;
        List<String> neverAdded = SignedFields.NEVER_ADDED;
        Canonicalization headerForm = Canonicalization.RELAXED;
        Canonicalization bodyForm = Canonicalization.RELAXED;
        String identity = "";

        @Nullable
        Duration expiry;

        InstantSource clock = InstantSource.system();
        BareNewlines bareNewlines = BareNewlines.NORMALISE;

        Values(String domain, SigningKey key) {
            this.domain = domain;
            this.keys = List.of(key);
        }

        Values(Values from) {
            domain = from.domain;
            keys = from.keys;
            headers = from.headers;
            neverAdded = from.neverAdded;
            headerForm = from.headerForm;
            bodyForm = from.bodyForm;
            identity = from.identity;
            expiry = from.expiry;
            clock = from.clock;
            bareNewlines = from.bareNewlines;
        }
    }

    private final Values values;

    private DkimSigner(Values values) {
        this.values = values;
    }

    /**
     * Signs with this key, whose public half DNS has at {@code selector._domainkey.domain}.
     *
     * @param domain {@code d=}: who takes responsibility; for DMARC the domain in From, or one above it
     * @param selector {@code s=}: which of the domain's keys
     * @param key RSA of at least 1024 bits (2048 are recommended; RFC 8301 section 3.2), or Ed25519
     */
    public static DkimSigner of(String domain, String selector, PrivateKey key) {
        return new DkimSigner(new Values(DnsName.domain(domain), SigningKey.of(selector, key)));
    }

    /**
     * Adds a second signature, by another key under another selector. RFC 8463 section 3 defines Ed25519 for verifiers that
     * may not know it yet, so whoever signs with it signs with RSA, too.
     */
    public DkimSigner alsoWith(String selector, PrivateKey key) {
        SigningKey another = SigningKey.of(selector, key);
        if (values.keys.stream().anyMatch(known -> known.selector().equalsIgnoreCase(selector))) {
            throw new IllegalArgumentException("a selector names one key: " + selector);
        }
        List<SigningKey> keys = new ArrayList<>(values.keys);
        keys.add(another);
        Values changed = new Values(values);
        changed.keys = List.copyOf(keys);
        return new DkimSigner(changed);
    }

    /**
     * {@code h=}: signs the fields of these names, each as often as it is there; {@code From} has to be among them (RFC 6376
     * section 5.4). What a message may have only once (RFC 5322 section 3.6) and has is named once more, so that nobody can
     * add another.
     */
    public DkimSigner withHeaders(List<String> names) {
        names.forEach(DkimSigner::checkName);
        if (names.stream().noneMatch("From"::equalsIgnoreCase)) {
            throw new IllegalArgumentException("From must be signed (RFC 6376 section 5.4)");
        }
        Values changed = new Values(values);
        changed.headers = List.copyOf(names);
        return new DkimSigner(changed);
    }

    /**
     * {@code h=}: names each of these once more than it is there, also if it is not there at all, so that adding one breaks
     * the signature (RFC 6376 section 8.15). By default From, Reply-To, Subject, To and Cc. Not Date or Message-ID, unless the
     * message is sure to have them: a submission server adds them (RFC 6409 section 8).
     */
    public DkimSigner withNeverAdded(List<String> names) {
        names.forEach(DkimSigner::checkName);
        Values changed = new Values(values);
        changed.neverAdded = List.copyOf(names);
        return new DkimSigner(changed);
    }

    /** {@code c=}: how much a relay may change on the way. */
    public DkimSigner withCanonicalization(Canonicalization header, Canonicalization body) {
        Values changed = new Values(values);
        changed.headerForm = Objects.requireNonNull(header);
        changed.bodyForm = Objects.requireNonNull(body);
        return new DkimSigner(changed);
    }

    /**
     * {@code x=}: nobody needs to accept the signature later than this after {@code t=}; from a second to a hundred years.
     */
    public DkimSigner withExpiry(Duration afterSigning) {
        if (afterSigning.compareTo(Duration.ofSeconds(1)) < 0 || afterSigning.compareTo(MAX_EXPIRY) > 0) {
            throw new IllegalArgumentException(
                    "a signature is valid for a second or longer, up to a hundred years: " + afterSigning);
        }
        Values changed = new Values(values);
        changed.expiry = afterSigning;
        return new DkimSigner(changed);
    }

    /** {@code i=}: on whose behalf, as {@code user@domain} or {@code @domain}, at the signing domain or one below it. */
    public DkimSigner withIdentity(String agentOrUser) {
        int at = agentOrUser.lastIndexOf('@');
        String host = DnsName.domain(agentOrUser.substring(at + 1));
        String below = "." + values.domain;
        boolean isBelow = host.length() > below.length()
                && host.regionMatches(true, host.length() - below.length(), below, 0, below.length());
        if (at < 0 || !(host.equalsIgnoreCase(values.domain) || isBelow)) {
            throw new IllegalArgumentException(
                    "an identity ends in @" + values.domain + " or a domain below it (RFC 6376 section 3.5)");
        }
        String agent = agentOrUser.substring(0, at);
        if (agent.getBytes(StandardCharsets.UTF_8).length > MAX_AGENT) {
            throw new IllegalArgumentException(
                    "what stands before the @ of an identity has at most " + MAX_AGENT + " octets");
        }
        Values changed = new Values(values);
        changed.identity = quotedPrintable(agent) + "@" + host;
        return new DkimSigner(changed);
    }

    /** The clock of {@code t=} and {@code x=}; by default the system's. */
    public DkimSigner withClock(InstantSource clock) {
        Values changed = new Values(values);
        changed.clock = Objects.requireNonNull(clock);
        return new DkimSigner(changed);
    }

    /**
     * What becomes of a CR or LF that stands alone. By default CRLF, as the SMTP client does it; the signer has to do it
     * first, because it signs what the server gets. A binary message (RFC 3030) would be damaged by that: it cannot be signed
     * unless it is encoded (RFC 6376 section 5.3), and {@link BareNewlines#REFUSE} notices most of them.
     */
    public DkimSigner withBareNewlines(BareNewlines policy) {
        Values changed = new Values(values);
        changed.bareNewlines = Objects.requireNonNull(policy);
        return new DkimSigner(changed);
    }

    /**
     * Reads the message once, in constant memory, and returns it with its signatures in front. That one has a known size and
     * CRLF line ends; it reads the source again each time it is written, so the source must be able to repeat itself, and
     * throws {@link MessageChangedException} before the end of the message if it does not come out the same.
     *
     * @throws UnsignableMessageException if the header is malformed or too large, or has no From or several
     * @throws dev.wireside.net.BareNewlineException under {@link BareNewlines#REFUSE}
     * @throws IOException what the source threw
     */
    public BodySource sign(BodySource source) throws IOException {
        FirstReading reading = FirstReading.of(source, values.bareNewlines, values.bodyForm);
        List<HeaderField> header = reading.header();
        requireOneFrom(header);
        List<String> names = SignedFields.names(header, values.headers, values.neverAdded);
        byte[] signedHeader = SignedFields.canonical(header, names, values.headerForm);
        byte[] bodyHash = reading.bodyHash();
        long now = values.clock.instant().getEpochSecond();
        ByteArrayOutputStream signatures = new ByteArrayOutputStream();
        for (SigningKey key : values.keys) {
            SignatureField field = field(key, now, names, bodyHash);
            signatures.writeBytes(field.signed(signature(key, signedHeader, field.unsigned(), values.headerForm)));
        }
        return new SignedMessage(signatures.toByteArray(), source, values.bareNewlines, reading);
    }

    private SignatureField field(SigningKey key, long now, List<String> names, byte[] bodyHash) {
        SignatureField field = new SignatureField()
                .tag("v", "1")
                .tag("a", key.algorithm())
                .tag("c", values.headerForm.tag() + "/" + values.bodyForm.tag())
                .tag("d", values.domain)
                .tag("s", key.selector());
        if (!values.identity.isEmpty()) {
            field.tag("i", values.identity);
        }
        field.tag("t", Long.toString(now));
        if (values.expiry != null) {
            field.tag("x", Long.toString(now + values.expiry.toSeconds()));
        }
        return field.names("h", names).tag("bh", bodyHash);
    }

    /** RFC 6376 section 3.7: the signed fields, and behind them the signature's own, without its value and its CRLF. */
    static byte[] signature(SigningKey key, byte[] signedHeader, byte[] unsignedField, Canonicalization headerForm)
            throws IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(signedHeader);
        input.writeBytes(headerForm.field(unsignedField));
        try {
            return key.sign(input.toByteArray());
        } catch (GeneralSecurityException unusable) {
            throw new IOException("signing with the key " + key + " failed", unusable);
        }
    }

    /** RFC 6376 sections 3.8 and 5.4: a second From is what forgers add, and one that was signed would be believed. */
    private static void requireOneFrom(List<HeaderField> header) throws UnsignableMessageException {
        long from = header.stream().filter(field -> field.name().equals("from")).count();
        if (from != 1) {
            throw new UnsignableMessageException("the message cannot be signed: its header has "
                    + (from == 0 ? "no From" : from + " times From") + ", and should have one (RFC 6376 section 5.4)");
        }
    }

    private static void checkName(String name) {
        boolean isName = !name.isEmpty()
                && name.length() < SignatureField.MAX_LINE - 1
                && name.chars().allMatch(c -> HeaderSplitter.isFtext(c) && c != ';');
        if (!isName) {
            throw new IllegalArgumentException("not the name of a header field (RFC 6376 section 3.5)");
        }
        if (name.equalsIgnoreCase("DKIM-Signature")) {
            throw new IllegalArgumentException("a signature does not sign signatures (RFC 6376 section 5.4)");
        }
    }

    /** {@code dkim-safe-char = %x21-3A / %x3C / %x3E-7E} (RFC 6376 section 2.11). */
    private static String quotedPrintable(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isSafe = b > ' ' && b < 0x7f && b != ';' && b != '=';
            encoded.append(isSafe ? String.valueOf((char) b) : String.format(Locale.ROOT, "=%02X", b & 0xff));
        }
        return encoded.toString();
    }

    /** The domain and the selectors, never a key. */
    @Override
    public String toString() {
        return "DKIM for " + values.domain + " by " + values.keys;
    }
}
