package dev.wireside.net;

import dev.wireside.codec.Printable;
import dev.wireside.codec.sasl.ChannelBinding;
import dev.wireside.codec.sasl.SaslChoice;
import dev.wireside.codec.sasl.SaslChooser;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import java.util.List;
import java.util.Optional;

/**
 * What a login may use: nothing below the floor, and nothing that shows a secret on a channel in clear (rules S3, S19).
 * Immutable.
 */
public final class LoginPolicy {
    private static final LoginPolicy DEFAULTS = new LoginPolicy(SaslStrength.CLEARTEXT, false);

    private final SaslStrength floor;
    private final boolean secretsInClear;

    private LoginPolicy(SaslStrength floor, boolean secretsInClear) {
        this.floor = floor;
        this.secretsInClear = secretsInClear;
    }

    /** Any mechanism, but no secret on a channel in clear. */
    public static LoginPolicy defaults() {
        return DEFAULTS;
    }

    /** The same with another floor: the weakest mechanism that may be used. */
    public LoginPolicy withFloor(SaslStrength weakest) {
        return new LoginPolicy(weakest, secretsInClear);
    }

    /** The same, and secrets may cross an unencrypted channel; for tests and trusted wires. */
    public LoginPolicy allowingSecretsOnUnencryptedChannel() {
        return new LoginPolicy(floor, true);
    }

    /**
     * The strongest mechanism that this connection, the server's offers and the policy have in common.
     *
     * @throws IllegalArgumentException if the credentials cannot be sent
     */
    public SaslChoice choose(Connection connection, Credentials credentials, List<String> offered) {
        SaslChooser chooser = SaslChooser.forPassword(credentials.user(), credentials.secret())
                .withFloor(floor);
        if (secretsInClear) {
            chooser = chooser.allowingSecretsOnUnencryptedChannel();
        }
        if (connection.tls().isEmpty()) {
            return chooser.choose(offered);
        }
        Optional<ChannelBinding> binding = connection.channelBinding();
        return (binding.isPresent() ? chooser.onEncryptedChannel(binding.get()) : chooser.onEncryptedChannel())
                .choose(offered);
    }

    /** Why this strength may not be used on this connection; empty if it may. */
    public Optional<String> objection(Connection connection, String name, SaslStrength strength) {
        if (strength.compareTo(floor) < 0) {
            return Optional.of(name + " is weaker than the floor " + floor);
        }
        if (strength == SaslStrength.CLEARTEXT
                && !secretsInClear
                && connection.tls().isEmpty()) {
            return Optional.of(name + " shows the password or token, and the channel is not encrypted");
        }
        return Optional.empty();
    }

    /** Why a mechanism that the caller demands may not be used; empty if it may. */
    public Optional<String> objection(Connection connection, SaslMechanism given, List<String> offered) {
        if (offered.stream().noneMatch(given.name()::equalsIgnoreCase)) {
            return Optional.of(
                    "the server does not offer " + given.name() + ", but " + Printable.of(String.join(" ", offered)));
        }
        return objection(connection, given.name(), given.strength());
    }

    @Override
    public String toString() {
        return "LoginPolicy[floor=" + floor + (secretsInClear ? ", secrets in clear" : "") + "]";
    }
}
