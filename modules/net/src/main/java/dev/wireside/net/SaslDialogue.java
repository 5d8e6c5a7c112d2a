package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.SaslBase64;
import dev.wireside.codec.sasl.SaslExchange;
import dev.wireside.codec.sasl.SaslMechanism;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A SASL login (RFC 4422 section 3) as the mail protocols frame it: lines of Base64 (RFC 4954 section 4, RFC 5034
 * section 4). What differs between them, the words of the server, is the {@link Framing}.
 *
 * <pre>
 * C: AUTH mechanism [initial-response]     "=" stands for one without bytes
 * S: challenge          C: response        as often as the server asks
 * S: yes or no                             a yes counts only if the mechanism agrees
 * </pre>
 *
 * <p>One login per instance, on the thread that uses the connection.
 *
 * @param <R> what the protocol calls a reply
 */
public final class SaslDialogue<R> {
    /** What the server says to a line. */
    public sealed interface Answer<R> {
        /** It goes on: the challenge, in Base64. */
        record Challenge<R>(String base64) implements Answer<R> {}

        /** It is over. */
        record Verdict<R>(R reply, boolean isYes) implements Answer<R> {}
    }

    /** The words of one protocol. */
    public interface Framing<R> {
        /**
         * Sends a line and reads what the server says to it, within its reply clock.
         *
         * @param command what the line belongs to, for the name of the step: {@code "AUTH PLAIN"}
         */
        Answer<R> ask(WireText line, String command) throws IOException;

        /**
         * The exception for a no.
         *
         * @param command what was asked: {@code "AUTH PLAIN •••"}
         * @param detail what the mechanism itself was told about the reason, masked; empty if nothing
         */
        RefusedException refused(String command, R reply, String detail);
    }

    /** A cancellation is a courtesy: the connection is closed whether the server takes it or not. */
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(2);

    private final Connection connection;
    private final Framing<R> framing;
    private final String name;
    private final SaslExchange exchange;
    private Optional<byte[]> owed;

    /** A login with this mechanism. */
    public SaslDialogue(Connection connection, SaslMechanism mechanism, Framing<R> framing) {
        this.connection = connection;
        this.framing = framing;
        name = mechanism.name();
        exchange = mechanism.start();
        owed = exchange.initialResponse();
    }

    /**
     * Runs the login to its end.
     *
     * @param maxLine the longest AUTH line with CRLF; an initial response that does not fit answers the first challenge
     * @return the server's yes, confirmed by the mechanism
     * @throws RefusedException if it says no; the connection stays usable
     * @throws ProtocolViolationException if it breaks the grammar, or its yes is not what the mechanism can accept, such as
     *     a wrong signature in SCRAM; the connection is dead
     * @throws IOException as {@link Connection} says
     */
    public R run(int maxLine) throws IOException {
        String command = "AUTH " + name;
        Answer<R> answer = framing.ask(opening(maxLine), command);
        int rounds = 0;
        while (answer instanceof Answer.Challenge<R> challenge) {
            byte[] response = response(challenge, ++rounds);
            answer = framing.ask(line(WireText.of(""), response), command);
        }
        return judge((Answer.Verdict<R>) answer);
    }

    private WireText opening(int maxLine) {
        WireText bare = WireText.of("AUTH " + name);
        if (owed.isEmpty()) {
            return bare;
        }
        byte[] first = owed.get();
        if (bare.length() + 1 + SaslBase64.responseLength(first.length) + 2 > maxLine) {
            return bare;
        }
        owed = Optional.empty();
        return first.length == 0 ? bare.plus(" =") : line(bare.plus(" "), first);
    }

    /** The response in Base64, secret as a whole. */
    private WireText line(WireText before, byte[] response) {
        if (response.length == 0) {
            return before;
        }
        byte[] base64 = SaslBase64.response(response);
        WireText line = before.plusSecret(base64);
        Arrays.fill(response, (byte) 0);
        Arrays.fill(base64, (byte) 0);
        return line;
    }

    private byte[] response(Answer.Challenge<R> challenge, int round) throws IOException {
        try {
            if (round > SaslExchange.MAX_ROUNDS) {
                throw new GrammarException(
                        "a login has at most " + SaslExchange.MAX_ROUNDS + " challenges",
                        "SaslExchange.MAX_ROUNDS",
                        "");
            }
            byte[] asked = SaslBase64.challenge(challenge.base64());
            if (owed.isEmpty()) {
                return exchange.answer(asked);
            }
            if (asked.length > 0) {
                throw new GrammarException(
                        "the first challenge is empty when the client speaks first", "RFC 4422 section 3", "");
            }
            byte[] first = owed.get();
            owed = Optional.empty();
            return first;
        } catch (GrammarException wrong) {
            cancel();
            throw connection.violated("the login with " + name, wrong);
        }
    }

    /** A lone {@code *} ends the dialogue; the server's answer to it is not waited for. */
    private void cancel() {
        try (Step step = connection.within(WireClock.REPLY, CANCEL_LIMIT, "cancelling AUTH")) {
            connection.output().line(WireText.of("*"));
            connection.output().flush();
        } catch (IOException alreadyGone) {
            // The exception that is on its way says more.
        }
    }

    private R judge(Answer.Verdict<R> verdict) throws IOException {
        if (!verdict.isYes()) {
            String detail = exchange.failureDetail().map(connection::scrub).orElse("");
            throw framing.refused("AUTH " + name + " " + Secret.MASK, verdict.reply(), detail);
        }
        try {
            exchange.succeeded(null);
            return verdict.reply();
        } catch (GrammarException unproven) {
            throw connection.violated("the login with " + name, unproven);
        }
    }
}
