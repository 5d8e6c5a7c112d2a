package dev.wireside.it.canary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server that repeats whatever it was told, and what it knows of the secret besides, in clear and in Base64, in every
 * answer; for one login with one mechanism on one connection.
 */
final class Parrot implements AutoCloseable {
    /** What it answers to the last word of the login. */
    enum Verdict {
        YES,
        NO,
        /** The repeated words where a reply should be. */
        GARBAGE,
        /** The repeated words as another challenge, in Base64. */
        CHALLENGE,
        /** The repeated words as another challenge, which is no Base64. */
        BROKEN_CHALLENGE,
        /** Nothing: the connection ends. */
        END
    }

    /** The text of a message whose end is answered with garbage. */
    static final String GARBLE = "garble";

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    private final boolean pop3;
    private final String offers;
    private final String mechanism;
    private final Verdict verdict;
    private final String secret;
    private final Set<String> words = new LinkedHashSet<>();
    private final ScramSide scram;

    Parrot(boolean pop3, String mechanism, Verdict verdict, String secret) throws IOException {
        this(pop3, "", mechanism, verdict, secret);
    }

    /** @param offers in its reply to EHLO and LHLO, each line ended */
    Parrot(boolean pop3, String offers, String mechanism, Verdict verdict, String secret) throws IOException {
        this.pop3 = pop3;
        this.offers = offers;
        this.mechanism = mechanism;
        this.verdict = verdict;
        this.secret = secret;
        scram = new ScramSide(mechanism, secret);
        hear(secret);
        for (String before : List.of("\0ada\0", "a", "ab", "user=ada\u0001auth=Bearer ")) {
            words.add(base64(before + secret + "\u0001\u0001"));
        }
        Thread.ofVirtual().name("parrot").start(this::converse);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void converse() {
        try (Socket socket = listening.accept();
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            say(out, pop3 ? "+OK ready" : "220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                hear(line);
                String answer = answer(line, in, out);
                if (answer.isEmpty()) {
                    return;
                }
                say(out, answer);
            }
        } catch (IOException clientLeft) {
            // That is its right.
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void hear(String line) {
        words.add(line);
        words.add(base64(line));
        for (String word : line.split(" ", -1)) {
            try {
                String decoded = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
                words.add(decoded.replaceAll("[\\p{Cntrl}]", " "));
            } catch (IllegalArgumentException notBase64) {
                words.add(word);
            }
        }
    }

    private String repeated() {
        return String.join(" ", words);
    }

    /** Empty: ends the connection. */
    private String answer(String line, BufferedReader in, OutputStream out) throws IOException {
        return switch (line.split(" ", 2)[0]) {
            case "EHLO", "LHLO" -> "250-parrot\r\n" + offers + "250 AUTH " + mechanism;
            case "CAPA" -> "+OK " + repeated() + "\r\nUSER\r\nUTF8 USER\r\nX-PARROT " + repeated() + sasl() + "\r\n.";
            case "AUTH" -> login(in, out, line.split(" ", -1).length > 2);
            case "USER" -> "+OK " + repeated();
            case "PASS" -> judged();
            case "RCPT" -> (line.contains("eve") ? "550 " : "250 ") + repeated();
            case "TOP" -> "-ERR " + repeated();
            case "BDAT" -> chunk(in, Integer.parseInt(line.split(" ", -1)[1]));
            case "VRFY" -> repeated();
            case "STAT" -> "+OK " + repeated();
            case "DATA" -> "421 " + repeated();
            default -> (pop3 ? "+OK " : "250 ") + repeated();
        };
    }

    /** A message that says so is answered with no reply at all. */
    private String chunk(BufferedReader in, int size) throws IOException {
        char[] content = new char[size];
        for (int i = 0; i < size; i++) {
            content[i] = (char) in.read();
        }
        String text = new String(content).strip();
        hear(text);
        return (text.equals(GARBLE) ? "" : "250 ") + repeated();
    }

    private String sasl() {
        return mechanism.equals("USER") ? "" : "\r\nSASL " + mechanism;
    }

    /** Asks what the mechanism asks, and then gives the verdict. */
    private String login(BufferedReader in, OutputStream out, boolean hasInitialResponse) throws IOException {
        for (String challenge : challenges(hasInitialResponse)) {
            String asked = challenge;
            if (challenge.equals("server-first") || challenge.equals("server-final")) {
                asked = scram.challenge(words);
            }
            say(out, (pop3 ? "+ " : "334 ") + asked);
            String response = in.readLine();
            if (response == null) {
                return "";
            }
            hear(response);
        }
        return judged();
    }

    private List<String> challenges(boolean hasInitialResponse) {
        Stream<String> first = hasInitialResponse || mechanism.equals("LOGIN") || mechanism.equals("CRAM-MD5")
                ? Stream.empty()
                : Stream.of("");
        Stream<String> others = switch (mechanism) {
            case "LOGIN" -> Stream.of(base64("Username:"), base64("Password:"));
            case "CRAM-MD5" -> Stream.of(base64("<" + secret.length() + "@parrot>"));
            case "SCRAM-SHA-1", "SCRAM-SHA-256" ->
                verdict == Verdict.YES ? Stream.of("server-first", "server-final") : Stream.of("server-first");
            default -> Stream.empty();
        };
        return Stream.concat(first, others).toList();
    }

    private String judged() {
        return switch (verdict) {
            case YES -> (pop3 ? "+OK " : "235 ") + repeated();
            case NO -> (pop3 ? "-ERR [AUTH] " : "535 5.7.8 ") + repeated();
            case GARBAGE -> repeated();
            case CHALLENGE -> (pop3 ? "+ " : "334 ") + base64(repeated());
            case BROKEN_CHALLENGE -> (pop3 ? "+ " : "334 ") + repeated();
            case END -> "";
        };
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
