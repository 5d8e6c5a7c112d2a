package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An SMTP server that takes every message, counts it and throws it away. */
final class SmtpSink {
    static final String USER = "ada";
    static final String PASSWORD = "enchantress";

    private static final int EHLO = ServerWire.verb("EHLO");
    private static final int HELO = ServerWire.verb("HELO");
    private static final int AUTH = ServerWire.verb("AUTH");
    private static final int MAIL = ServerWire.verb("MAIL");
    private static final int RCPT = ServerWire.verb("RCPT");
    private static final int DATA = ServerWire.verb("DATA");
    private static final int BDAT = ServerWire.verb("BDAT");
    private static final int RSET = ServerWire.verb("RSET");
    private static final int NOOP = ServerWire.verb("NOOP");
    private static final int QUIT = ServerWire.verb("QUIT");

    private static final byte[] OK = ascii("250 2.0.0 Ok\r\n");
    private static final byte[] GO_AHEAD = ascii("354 End data with <CR><LF>.<CR><LF>\r\n");
    private static final byte[] OUT_OF_ORDER = ascii("503 5.5.1 Bad sequence of commands\r\n");
    private static final byte[] UNKNOWN = ascii("500 5.5.2 Command not recognized\r\n");
    private static final byte[] AUTHENTICATED = ascii("235 2.7.0 Authentication successful\r\n");
    private static final byte[] WRONG = ascii("535 5.7.8 Authentication credentials invalid\r\n");
    private static final byte[] GREETING = ascii("220 bench.example.net ESMTP\r\n");
    private static final byte[] BYE = ascii("221 2.0.0 Bye\r\n");

    private final ServerWire wire;
    private final Tally tally;
    private final byte[] welcome;
    private final DotScan end = new DotScan();

    private boolean hasSender;
    private int recipients;
    private long chunks;

    private SmtpSink(ServerWire wire, Tally tally, String... extensions) {
        this.wire = wire;
        this.tally = tally;
        StringBuilder reply = new StringBuilder("250-bench.example.net\r\n");
        for (String extension : extensions) {
            reply.append("250-").append(extension).append("\r\n");
        }
        welcome = ascii(
                reply + "250-SIZE 2147483648\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n" + "250 AUTH PLAIN\r\n");
    }

    /** @param extensions what it announces beside SIZE, 8BITMIME, ENHANCEDSTATUSCODES and AUTH PLAIN */
    static Server.Session announcing(Tally tally, int inputBuffer, String... extensions) {
        return channel -> serve(channel, inputBuffer, tally, extensions);
    }

    private static void serve(SocketChannel channel, int inputBuffer, Tally tally, String... extensions)
            throws IOException {
        new SmtpSink(new ServerWire(channel, inputBuffer), tally, extensions).serve();
    }

    private void serve() throws IOException {
        wire.put(GREETING);
        boolean goesOn = true;
        while (goesOn) {
            int line = wire.lineEnd();
            goesOn = line >= 0 && answer(line);
        }
        wire.flush();
    }

    private boolean answer(int line) throws IOException {
        int verb = wire.verb(line);
        if (verb == BDAT) {
            return chunk(line);
        }
        if (verb == AUTH) {
            wire.put(isWhoHeSays(wire.text(line)) ? AUTHENTICATED : WRONG);
        }
        wire.in().position(line + 1);
        if (verb == DATA) {
            return data();
        }
        if (verb != AUTH) {
            wire.put(reply(verb));
        }
        return verb != QUIT;
    }

    private byte[] reply(int verb) {
        if (verb == MAIL && !hasSender) {
            hasSender = true;
            return OK;
        }
        if (verb == RCPT && hasSender) {
            recipients++;
            return OK;
        }
        if (verb == EHLO || verb == HELO || verb == RSET) {
            forget();
            return verb == EHLO ? welcome : OK;
        }
        if (verb == MAIL || verb == RCPT) {
            return OUT_OF_ORDER;
        }
        return verb == NOOP ? OK : verb == QUIT ? BYE : UNKNOWN;
    }

    private void forget() {
        hasSender = false;
        recipients = 0;
        chunks = 0;
    }

    /** RFC 4616 section 2; whom he acts for does not matter here. */
    private static boolean isWhoHeSays(String line) {
        if (!line.startsWith("AUTH PLAIN ")) {
            return false;
        }
        byte[] message = Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length()));
        return new String(message, StandardCharsets.UTF_8).endsWith("\0" + USER + "\0" + PASSWORD);
    }

    /** RFC 3030 section 2: so many octets follow, whatever the answer will be. */
    private boolean chunk(int line) throws IOException {
        long size = wire.number(wire.in().position() + 4, line);
        boolean isLast = wire.in().get(line - 2) == 'T' || wire.in().get(line - 2) == 't';
        wire.in().position(line + 1);
        if (size < 0 || !wire.skip(size)) {
            return false;
        }
        if (recipients == 0) {
            wire.put(OUT_OF_ORDER);
            return true;
        }
        chunks += size;
        if (isLast) {
            tally.add(chunks);
            forget();
        }
        wire.put(OK);
        return true;
    }

    private boolean data() throws IOException {
        if (recipients == 0 || chunks > 0) {
            wire.put(OUT_OF_ORDER);
            return true;
        }
        wire.put(GO_AHEAD);
        end.reset();
        while (!end.scan(wire.in())) {
            if (!wire.fill()) {
                return false;
            }
        }
        tally.add(end.content());
        forget();
        wire.put(OK);
        return true;
    }
}
