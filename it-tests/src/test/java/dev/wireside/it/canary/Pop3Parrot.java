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

/**
 * A maildrop of three messages whose server repeats what it heard during the login, and what it knows of the secret, in
 * clear and in Base64, in every answer and in every message. One connection after the other.
 */
final class Pop3Parrot implements AutoCloseable {
    /** What APOP makes its digest of. */
    static final String STAMP = "<1896.697170952@parrot.example>";

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    private final Parrot.Verdict verdict;
    private final Set<String> known;
    private final Set<String> words = new LinkedHashSet<>();

    /** Whether the repeated words stand where the answer to RETR 3 should be. */
    volatile boolean garbling;

    Pop3Parrot(Parrot.Verdict verdict, String secret) throws IOException {
        this.verdict = verdict;
        hear(secret);
        for (String before : List.of("a", "ab", "user=ada\u0001auth=Bearer ")) {
            words.add(Parrot.base64(before + secret + "\u0001\u0001"));
        }
        known = Set.copyOf(words);
        Thread.ofVirtual().name("pop3-parrot").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.setTcpNoDelay(true);
                converse(socket);
            } catch (IOException clientLeft) {
                // That is its right.
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        // A digest of APOP belongs to one connection; nobody hides it on the next one before it is made again.
        words.retainAll(known);
        String answer = "+OK " + STAMP;
        while (!answer.isEmpty()) {
            out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
            String line = in.readLine();
            answer = line == null ? "" : answer(line);
        }
    }

    private void hear(String line) {
        words.add(line);
        words.add(Parrot.base64(line));
        for (String word : line.split(" ", -1)) {
            words.add(word);
            words.add(Parrot.base64(word));
            try {
                String decoded = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
                words.add(decoded.replaceAll("[\\p{Cntrl}]", " "));
            } catch (IllegalArgumentException notBase64) {
                // As it stands it is repeated already.
            }
        }
    }

    private String repeated() {
        return String.join(" ", words);
    }

    /** Empty: ends the connection. */
    private String answer(String line) {
        String ok = "+OK " + repeated();
        String no = "-ERR [SYS/PERM] " + repeated();
        return switch (line.split(" ", 2)[0]) {
            case "CAPA" ->
                ok + "\r\nUIDL\r\nTOP\r\nUTF8\r\nLANG\r\nPIPELINING\r\nSASL XOAUTH2\r\nX-" + repeated() + "\r\n.";
            case "AUTH" -> "+ ";
            case "APOP" -> judged(line);
            case "STAT", "LANG", "UTF8" -> no;
            case "LIST" -> ok + "\r\n1 100\r\n2 100\r\n3 100\r\n.";
            case "UIDL" -> ok + "\r\n1 a\r\n2 b\r\n3 c\r\n.";
            case "RETR", "TOP" -> message(line, ok, no);
            case "DELE" -> line.endsWith("1") ? ok : no;
            case "QUIT" -> no;
            case "RSET", "NOOP" -> ok;
            default -> judged(line);
        };
    }

    private String message(String line, String ok, String no) {
        if (line.equals("RETR 3") && garbling) {
            return repeated();
        }
        return line.contains(" 2") ? no : ok + "\r\nSubject: " + repeated() + "\r\n\r\n" + repeated() + "\r\n.";
    }

    /** After APOP, or after a response to the challenge of AUTH. */
    private String judged(String line) {
        hear(line);
        return switch (verdict) {
            case YES -> "+OK " + repeated();
            case NO -> "-ERR [AUTH] " + repeated();
            case GARBAGE -> repeated();
            case CHALLENGE -> "+ " + Parrot.base64(repeated());
            case BROKEN_CHALLENGE -> "+ " + repeated();
            case END -> "";
        };
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
