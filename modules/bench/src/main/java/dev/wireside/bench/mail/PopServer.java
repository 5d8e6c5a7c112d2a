package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.IOException;
import java.util.Map;

/** A POP3 server; which maildrop it opens is the user's name. Deletes nothing: the next run needs it. */
final class PopServer {
    private static final int USER = ServerWire.verb("USER");
    private static final int PASS = ServerWire.verb("PASS");
    private static final int CAPA = ServerWire.verb("CAPA");
    private static final int STAT = ServerWire.verb("STAT");
    private static final int LIST = ServerWire.verb("LIST");
    private static final int UIDL = ServerWire.verb("UIDL");
    private static final int RETR = ServerWire.verb("RETR");
    private static final int DELE = ServerWire.verb("DELE");
    private static final int NOOP = ServerWire.verb("NOOP");
    private static final int RSET = ServerWire.verb("RSET");
    private static final int QUIT = ServerWire.verb("QUIT");

    /** "TOP " is all that has three letters. */
    private static final int TOP = ServerWire.verb("TOP ") & 0xdfdfdfdf;

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] NO = ascii("-ERR not now, or no such thing\r\n");
    private static final byte[] WRONG = ascii("-ERR [AUTH] wrong user or password\r\n");
    private static final byte[] GREETING = ascii("+OK bench\r\n");
    private static final byte[] END = ascii(".\r\n");
    private static final byte[] CAPABILITIES =
            ascii("+OK\r\nTOP\r\nUIDL\r\nUSER\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n.\r\n");

    private final ServerWire wire;
    private final Tally tally;
    private final Map<String, Maildrop> drops;

    private String user = "";
    private Maildrop drop = Maildrop.ofSmall(0);
    private boolean isOpen;

    private PopServer(ServerWire wire, Tally tally, Map<String, Maildrop> drops) {
        this.wire = wire;
        this.tally = tally;
        this.drops = drops;
    }

    static Server.Session of(Tally tally, int inputBuffer, Map<String, Maildrop> drops) {
        return channel -> new PopServer(new ServerWire(channel, inputBuffer), tally, drops).serve();
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
        if (verb == RETR) {
            retrieve(line);
        } else if (verb == QUIT || verb == CAPA || verb == USER || verb == PASS) {
            anywhere(verb, line);
        } else if (!isOpen) {
            wire.put(NO);
        } else {
            inTransaction(verb, line);
        }
        wire.in().position(line + 1);
        return verb != QUIT;
    }

    private void retrieve(int line) throws IOException {
        long number = number(line);
        if (isOpen && number > 0) {
            tally.add(drop.size());
            drop.retrieve((int) number, wire);
        } else {
            wire.put(NO);
        }
    }

    /** The message's number behind the verb; 0 if there is no such message. */
    private long number(int line) {
        long number = wire.number(wire.in().position() + 4, line);
        return number >= 1 && number <= drop.count() ? number : 0;
    }

    private void anywhere(int verb, int line) throws IOException {
        if (verb == CAPA) {
            wire.put(CAPABILITIES);
        } else if (verb == USER) {
            user = wire.text(line).substring(4).strip();
            wire.put(OK);
        } else if (verb == PASS) {
            isOpen = drops.containsKey(user) && wire.text(line).endsWith(" " + SmtpSink.PASSWORD);
            drop = drops.getOrDefault(user, drop);
            wire.put(isOpen ? OK : WRONG);
        } else {
            wire.put(OK);
        }
    }

    private void inTransaction(int verb, int line) throws IOException {
        if (verb == STAT) {
            wire.put(ascii("+OK " + drop.count() + " " + drop.count() * drop.size() + "\r\n"));
        } else if (verb == LIST || verb == UIDL) {
            list(verb == UIDL, line);
        } else if (verb == TOP) {
            top(line);
        } else {
            boolean isFine = verb == NOOP || verb == RSET || (verb == DELE && number(line) > 0);
            wire.put(isFine ? OK : NO);
        }
    }

    private void list(boolean names, int line) throws IOException {
        if (wire.number(wire.in().position() + 4, line) >= 0) {
            long number = number(line);
            wire.put(number == 0 ? NO : ascii("+OK " + scanLine(names, number)));
            return;
        }
        wire.put(OK);
        for (int number = 1; number <= drop.count(); number++) {
            wire.put(ascii(scanLine(names, number)));
        }
        wire.put(END);
    }

    private String scanLine(boolean names, long number) {
        return number + " " + (names ? "bench" + number : String.valueOf(drop.size())) + "\r\n";
    }

    private void top(int line) throws IOException {
        long number = wire.number(wire.in().position() + 3, line);
        String[] words = wire.text(line).split(" ", -1);
        if (number < 1 || number > drop.count() || words.length != 3) {
            wire.put(NO);
            return;
        }
        wire.put(OK);
        wire.put(drop.top((int) number, Long.parseLong(words[2])));
        wire.put(END);
    }
}
