package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import dev.wireside.pop3.Pop3Client;
import dev.wireside.smtp.SmtpClient;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/** From nothing to the answer to the first command: connection, greeting, EHLO or CAPA, login, NOOP or STAT. */
final class Opening extends Contender {
    /** Does all that, and returns what is to be closed when the clock stands. */
    @FunctionalInterface
    interface Opener {
        AutoCloseable open() throws Exception;
    }

    private final Opener opener;
    private final List<AutoCloseable> sessions = new ArrayList<>();

    private Opening(String name, Opener opener) {
        super(name);
        this.opener = opener;
    }

    /**
     * The fewest waits for who keeps to RFC 5321 section 3.1 (the greeting first), RFC 2920 section 3.1 (EHLO last in its
     * group) and RFC 4954 section 4 (AUTH too): TCP, greeting, EHLO, AUTH, NOOP.
     */
    static List<Contender> smtp(int port) {
        return List.of(
                new Opening("limit", () -> smtpLimit(port)),
                new Opening("angus", () -> smtpAngus(port)),
                new Opening("wireside", () -> smtpWireside(port)));
    }

    private static AutoCloseable smtpLimit(int port) throws IOException {
        PlainSocket socket = SmtpLimit.greeted(port);
        String login = "\0" + SmtpSink.USER + "\0" + SmtpSink.PASSWORD;
        socket.put(ascii("AUTH PLAIN " + Base64.getEncoder().encodeToString(ascii(login)) + "\r\n"));
        socket.flush();
        socket.expect('2');
        socket.put(ascii("NOOP\r\n"));
        socket.flush();
        socket.expect('2');
        return socket;
    }

    private static AutoCloseable smtpAngus(int port) throws MessagingException {
        Properties properties = AngusSmtp.properties(port, false);
        properties.put("mail.smtp.auth", "true");
        Transport transport = Session.getInstance(properties).getTransport("smtp");
        transport.connect(SmtpSink.USER, SmtpSink.PASSWORD);
        // Sends NOOP.
        if (!transport.isConnected()) {
            throw new MessagingException("NOOP was refused");
        }
        return transport;
    }

    private static AutoCloseable smtpWireside(int port) throws IOException {
        SmtpClient client = SmtpClient.connect(WiresideSmtp.server(port), WiresideSmtp.optionsWithLogin());
        client.noop();
        return client;
    }

    /**
     * The fewest waits for who pipelines only after PIPELINING was announced (RFC 2449 section 6.6): TCP, greeting, CAPA, and
     * USER, PASS and STAT together. One more for who wants to know that the login worked before he sends a command.
     */
    static List<Contender> pop(int port) {
        return List.of(
                new Opening("limit", () -> popLimit(port, false)),
                new Opening("limit-login", () -> popLimit(port, true)),
                new Opening("angus", () -> popAngus(port)),
                new Opening("wireside", () -> popWireside(port)));
    }

    private static AutoCloseable popLimit(int port, boolean loginFirst) throws IOException {
        PlainSocket socket = new PlainSocket(port);
        socket.expect('+');
        socket.put(ascii("CAPA\r\n"));
        socket.flush();
        socket.expect('+');
        DotScan end = new DotScan();
        while (!end.scan(socket.incoming)) {
            socket.fill();
        }
        socket.put(ascii("USER " + Servers.SMALL + "\r\nPASS " + SmtpSink.PASSWORD + "\r\n"));
        if (loginFirst) {
            socket.flush();
            socket.expect('+');
            socket.expect('+');
        }
        socket.put(ascii("STAT\r\n"));
        socket.flush();
        for (int replies = loginFirst ? 1 : 3; replies > 0; replies--) {
            socket.expect('+');
        }
        return socket;
    }

    private static AutoCloseable popAngus(int port) throws MessagingException {
        Store store = AngusPop.connected(port, Servers.SMALL);
        Folder folder = store.getFolder("INBOX");
        folder.open(Folder.READ_ONLY);
        if (folder.getMessageCount() != Messages.SMALL_COUNT) {
            throw new MessagingException("STAT says " + folder.getMessageCount());
        }
        return store;
    }

    private static AutoCloseable popWireside(int port) throws IOException {
        Pop3Client client = WiresidePop.connected(port, Servers.SMALL);
        if (client.stat().messages() != Messages.SMALL_COUNT) {
            throw new IOException("STAT says something else");
        }
        return client;
    }

    @Override
    long contentBytes(int operations) {
        return 0;
    }

    @Override
    void open() {}

    @Override
    void run(int operations) throws Exception {
        for (int i = 0; i < operations; i++) {
            sessions.add(opener.open());
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable session : sessions) {
            session.close();
        }
        sessions.clear();
    }
}
