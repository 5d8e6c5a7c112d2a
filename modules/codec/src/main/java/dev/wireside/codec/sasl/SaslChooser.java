package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks the strongest mechanism that a server offers, and never one below the floor (RFC 4422 section 6.1.2).
 *
 * <p>For a password, in this order: SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS, SCRAM-SHA-256, SCRAM-SHA-1, CRAM-MD5, PLAIN,
 * LOGIN. For a token: OAUTHBEARER, XOAUTH2. EXTERNAL is never picked by itself: only the caller knows whether its
 * certificate is meant as a login.
 *
 * <p>CRAM-MD5 stands before PLAIN under TLS too. If the TLS channel ends at the wrong place, PLAIN has handed over the
 * password and CRAM-MD5 only something to guess it from; that the server must store the password to check CRAM-MD5 does
 * not change with our choice. PLAIN stands before LOGIN, which is the same in two more round trips and without a
 * standard.
 *
 * <p>A mechanism whose secret can be replayed ({@link SaslStrength#CLEARTEXT}) is used on an encrypted channel only,
 * unless {@link #allowingSecretsOnUnencryptedChannel()}. Whoever can alter an unencrypted channel can also shorten the
 * list of offers down to the weakest mechanism that the floor lets through: raise it with {@link #withFloor}.
 *
 * <p>Immutable: every {@code with} returns a new one. Safe for any thread. Shows no secret.
 */
public final class SaslChooser {
    /** As many characters of the offered names as a message shows; a server may offer a whole line of them. */
    private static final int MAX_SHOWN = 200;

    /** A mechanism that might do, made only if the server offers it and the policy lets it through. */
    private record Candidate(String name, SaslStrength strength, Supplier<SaslMechanism> recipe) {}

    /** What remains the same in every copy: from the binding (or none) to the mechanisms, best first. */
    private final Function<Settings, List<Candidate>> candidates;

    private final Settings settings;

    /** What the copies differ in. */
    private record Settings(
            SaslStrength floor,
            boolean encrypted,
            boolean clearAllowed,
            @Nullable ChannelBinding binding) {}

    private SaslChooser(Function<Settings, List<Candidate>> candidates, Settings settings) {
        this.candidates = candidates;
        this.settings = settings;
    }

    private SaslChooser(Function<Settings, List<Candidate>> candidates) {
        this(candidates, new Settings(SaslStrength.CLEARTEXT, false, false, null));
    }

    /**
     * For a user with a password, on an unencrypted channel until told otherwise, with the lowest floor.
     *
     * @throws IllegalArgumentException if the user or the password is empty, or the user holds control characters, or
     *     the password NUL
     */
    public static SaslChooser forPassword(String user, Secret password) {
        Checked.name("a user name", user);
        Checked.password(password);
        return new SaslChooser(settings -> passwordCandidates(user, password, settings.binding()));
    }

    /**
     * For a user with an OAuth 2.0 bearer token; otherwise as {@link #forPassword}.
     *
     * @throws IllegalArgumentException if the user is empty or holds control characters, or the token is not visible
     *     ASCII
     */
    public static SaslChooser forToken(String user, Secret token) {
        Checked.name("a user name", user);
        Checked.token(token);
        return new SaslChooser(settings -> List.of(
                new Candidate("OAUTHBEARER", SaslStrength.CLEARTEXT, () -> Sasl.oauthBearer(user, token)),
                new Candidate("XOAUTH2", SaslStrength.CLEARTEXT, () -> Sasl.xoauth2(user, token))));
    }

    /** Nothing weaker than this. */
    public SaslChooser withFloor(SaslStrength floor) {
        return new SaslChooser(
                candidates, new Settings(floor, settings.encrypted, settings.clearAllowed, settings.binding));
    }

    /** The channel is encrypted and the server's certificate was verified, but there is nothing to bind to. */
    public SaslChooser onEncryptedChannel() {
        return new SaslChooser(candidates, new Settings(settings.floor, true, settings.clearAllowed, null));
    }

    /** The same, and SCRAM can be bound to the channel (RFC 5802 section 6). */
    public SaslChooser onEncryptedChannel(ChannelBinding binding) {
        return new SaslChooser(candidates, new Settings(settings.floor, true, settings.clearAllowed, binding));
    }

    /**
     * Lets PLAIN, LOGIN and tokens out where everybody between can read and reuse them. For tests and trusted wires.
     */
    public SaslChooser allowingSecretsOnUnencryptedChannel() {
        return new SaslChooser(candidates, new Settings(settings.floor, settings.encrypted, true, settings.binding));
    }

    /**
     * The strongest mechanism among the offers that can carry these credentials: SCRAM cannot when SASLprep refuses them
     * (RFC 4013 section 2.3), and the next one is looked at then. Sends nothing.
     *
     * @param offered the mechanism names of the server, in any order and case (RFC 4422 section 3.1 has them in
     *     capitals)
     */
    public SaslChoice choose(Collection<String> offered) {
        Set<String> names = new HashSet<>();
        offered.forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
        List<String> withheld = new ArrayList<>();
        String unprepared = "";
        for (Candidate candidate : candidates.apply(settings)) {
            if (!names.contains(candidate.name)) {
                continue;
            }
            if (isAllowed(candidate.strength)) {
                try {
                    return new SaslChoice.Chosen(candidate.recipe.get());
                } catch (IllegalArgumentException notForScram) {
                    unprepared = "; " + candidate.name + " cannot be used because of " + notForScram.getMessage();
                }
            }
            withheld.add(candidate.name);
        }
        return new SaslChoice.None(
                List.copyOf(offered), withheld, settings.floor, reason(offered, withheld) + unprepared);
    }

    private boolean isAllowed(SaslStrength strength) {
        boolean safeInClear = strength != SaslStrength.CLEARTEXT;
        return strength.compareTo(settings.floor) >= 0 && (safeInClear || settings.encrypted || settings.clearAllowed);
    }

    private String reason(Collection<String> offered, List<String> withheld) {
        if (offered.isEmpty()) {
            return "the server offers no SASL mechanism";
        }
        String names = PeerText.detail(String.join(" ", offered).getBytes(StandardCharsets.UTF_8));
        String shown = names.length() > MAX_SHOWN ? names.substring(0, MAX_SHOWN) + "..." : names;
        if (withheld.isEmpty()) {
            return "the server offers only mechanisms that do not fit the credentials: " + shown;
        }
        String channel = settings.encrypted ? "an encrypted" : "an unencrypted";
        return String.join(" ", withheld) + " may not be used on " + channel + " channel with the floor "
                + settings.floor + "; the server offers " + shown;
    }

    /**
     * With a binding at hand, SCRAM without {@code -PLUS} says {@code y}: we could have bound, but you did not offer
     * it. If the server did, and somebody took it out of the list, it will refuse (RFC 5802 section 6). Since both
     * {@code -PLUS} come first, no other SCRAM is reached when one of them was on offer.
     */
    private static List<Candidate> passwordCandidates(String user, Secret password, @Nullable ChannelBinding binding) {
        List<Candidate> candidates = new ArrayList<>();
        if (binding != null) {
            candidates.add(scram(ScramHash.SHA_256, user, password, Gs2Header.bound(binding)));
            candidates.add(scram(ScramHash.SHA_1, user, password, Gs2Header.bound(binding)));
        }
        Gs2Header unbound = binding != null ? Gs2Header.NOT_OFFERED : Gs2Header.NOT_SUPPORTED;
        candidates.add(scram(ScramHash.SHA_256, user, password, unbound));
        candidates.add(scram(ScramHash.SHA_1, user, password, unbound));
        candidates.add(new Candidate("CRAM-MD5", SaslStrength.CHALLENGE, () -> Sasl.cramMd5(user, password)));
        candidates.add(new Candidate("PLAIN", SaslStrength.CLEARTEXT, () -> Sasl.plain(user, password)));
        candidates.add(new Candidate("LOGIN", SaslStrength.CLEARTEXT, () -> Sasl.login(user, password)));
        return candidates;
    }

    private static Candidate scram(ScramHash hash, String user, Secret password, Gs2Header header) {
        return new Candidate(
                hash.mechanism(header.isBound()),
                hash.strength(header.isBound()),
                () -> Sasl.scram(hash, user, password, header, Sasl::nonce));
    }

    @Override
    public String toString() {
        return "SaslChooser[floor=" + settings.floor + ", encrypted=" + settings.encrypted + "]";
    }
}
