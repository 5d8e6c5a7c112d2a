package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one login attempt (RFC 4422 section 3): which bytes to say, and whether the server's answers may
 * be believed. All bytes are raw; Base64, line ends and the {@code *} that cancels belong to the protocol that frames
 * them.
 *
 * <pre>
 *   C: AUTH name [initialResponse]
 *   S: challenge      C: answer(challenge)      as often as the server asks
 *   S: yes            succeeded(finalData)      only now the client is logged in
 *   S: no             failureDetail()           what the mechanism itself said about the reason
 * </pre>
 *
 * <p>Returned arrays are fresh and may hold a password or token: whoever frames them marks them as secret and clears
 * them after writing. After a {@link GrammarException} the exchange is over, and the server is not to be trusted.
 *
 * <p>Confined to one thread at a time.
 */
public interface SaslExchange {
    /**
     * More challenges than any mechanism needs. The mechanisms made by {@link Sasl} stop earlier, each after its own
     * last step; whoever frames a foreign mechanism stops here.
     */
    int MAX_ROUNDS = 10;

    /** Most bytes of one decoded challenge: the 12288 octets of Base64 that RFC 4954 section 4 allows, decoded. */
    int MAX_CHALLENGE = 12_288 / 4 * 3;

    /**
     * What the client says first (RFC 4422 section 4.1). Empty means that the server speaks first. An array without
     * bytes is a real, empty response, which RFC 4954 section 4 writes as {@code =}.
     *
     * <p>Where the command has no room for it (RFC 5034 section 4: 255 octets), the framing sends it as its reply to a
     * first, empty challenge, and does not hand that challenge to {@link #answer}.
     */
    Optional<byte[]> initialResponse();

    /**
     * What the client says to this challenge; possibly no bytes, which is an empty line.
     *
     * @throws GrammarException if the challenge is malformed, too long, one too many, or proves that the server does
     *     not know the password
     */
    byte[] answer(byte[] challenge) throws GrammarException;

    /**
     * The server said that the login succeeded; returns if that may be believed.
     *
     * @param finalData the data that came along with the success (RFC 4422 section 3.6); null where the protocol has no
     *     place for it, as SMTP and POP3
     * @throws GrammarException if the success came before the exchange was complete, if it follows an error of the
     *     server's, or if a server that must prove that it knows the password (SCRAM) has not done so
     */
    void succeeded(byte @Nullable [] finalData) throws GrammarException;

    /**
     * Why the server refused, in its own words inside the mechanism: the JSON of RFC 7628 section 3.2.2, the error
     * value of RFC 5802 section 7. Printable ASCII only, of bounded length, and without the client's token. Empty if it
     * said nothing.
     */
    default Optional<String> failureDetail() {
        return Optional.empty();
    }
}
