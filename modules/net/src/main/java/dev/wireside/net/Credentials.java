package dev.wireside.net;

import dev.wireside.codec.Secret;

/**
 * Who logs in, and with what. {@link #toString} shows the user only.
 *
 * @param user the authentication identity
 * @param secret the password, or the token where the mechanism takes one
 */
public record Credentials(String user, Secret secret) {
    /** A user and a password. */
    public static Credentials of(String user, Secret secret) {
        return new Credentials(user, secret);
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
