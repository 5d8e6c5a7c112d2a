package dev.wireside.it.mta;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An SMTP or LMTP server for one connection, strict as Postfix is: MAIL inside of a transaction is refused and the RCPT behind
 * it taken into the old one, and a transaction whose chunk was refused waits for RSET. Whoever is called "no" is refused, and
 * whoever is called "full" at the end, where LMTP can; a message that says {@value Letter#REFUSE} is refused at its end, and
 * one that says {@value Letter#REFUSE_CHUNK} at the first chunk that is not its last.
 */
final class LedgerServer implements AutoCloseable {
    private static final Duration HANGS = Duration.ofSeconds(30);

    /** For a server that does not read: the system must not do it in its place. */
    private static final int SMALL = 16 * 1024;

    private final ServerSocket listening = new ServerSocket();
    private final CountDownLatch clientHasGone = new CountDownLatch(1);
    private final Ledger ledger = new Ledger();
    private final boolean lmtp;
    private final String[] offers;
    private final Mischief mischief;
    private final Runnable attack;
    private final Thread thread;

    private Mouth mouth;
    private Ears ears;
    private InputStream in;

    // The transaction.
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean begun;
    private boolean failed;

    /** Of the sender or of a recipient, and the client can know it. */
    private boolean refusalSaid;

    LedgerServer(boolean lmtp, List<String> offers, Mischief mischief, Runnable attack) throws IOException {
        this.lmtp = lmtp;
        this.offers = offers.toArray(String[]::new);
        this.mischief = mischief;
        this.attack = attack;
        if (mischief.is(Mischief.Kind.DEAFNESS)) {
            listening.setReceiveBufferSize(SMALL);
        }
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
        thread = Thread.ofVirtual().name("ledger").start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What it has done, complete: for when the client has gone. Waits until the server has heard what is still on its way. */
    Ledger ledger() throws InterruptedException {
        clientHasGone.countDown();
        if (!thread.join(HANGS)) {
            throw new AssertionError("the client has neither said goodbye nor closed the connection");
        }
        return ledger;
    }

    /** How many of these there were: bytes or replies of the server, or bytes of the client. After {@link #ledger}. */
    int count(Mischief.Kind kind) {
        if (kind.isAtHearing()) {
            return ears.heard();
        }
        return kind.isAtReply() ? mouth.replies() : mouth.bytes();
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            socket.setTcpNoDelay(true);
            mouth = new Mouth(socket, mischief, attack);
            ears = new Ears(socket.getInputStream(), mischief, mouth, clientHasGone);
            in = new BufferedInputStream(ears);
            mouth.stopIfTime();
            answer(220, "ledger");
            for (String line = readLine(); line != null && hear(line); ) {
                line = readLine();
            }
            drain();
        } catch (IOException gone) {
            // What was written before is what counts.
        }
    }

    /** Null at the end. */
    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (last == '\r' && b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).substring(0, line.size() - 2);
            }
            last = b;
        }
        ledger.hasHeardAll();
        return null;
    }

    private void drain() throws IOException {
        byte[] block = new byte[8192];
        int count = in.read(block);
        while (count >= 0) {
            count = in.read(block);
        }
        ledger.hasHeardAll();
    }

    /** Whether it also went out in full. */
    private boolean answer(int code, String... texts) throws IOException {
        if (mouth.isClosing()) {
            mouth.sayClosing();
            throw new ClosingException();
        }
        return mouth.say(code, texts);
    }

    private static final class ClosingException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** False after QUIT, and when it has said 421. */
    private boolean hear(String line) throws IOException {
        try {
            return obey(line);
        } catch (ClosingException closing) {
            return false;
        }
    }

    private boolean obey(String line) throws IOException {
        String verb = line.split(" ", 2)[0];
        switch (verb) {
            case "EHLO", "LHLO" -> answer(250, offers);
            case "MAIL" -> mail(path(line));
            case "RCPT" -> recipient(path(line));
            case "DATA" -> data();
            case "BDAT" -> chunk(line.split(" ", -1));
            case "RSET" -> {
                forget();
                answer(250, "ok");
            }
            case "NOOP" -> answer(250, "ok");
            case "QUIT" -> {
                answer(221, "bye");
                return false;
            }
            default -> answer(500, "what?");
        }
        return true;
    }

    private static String path(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private void mail(String path) throws IOException {
        refusalSaid = false;
        if (!sender.isEmpty()) {
            answer(503, "nested");
        } else if (path.startsWith("no")) {
            refusalSaid |= answer(550, "no");
        } else {
            // Not before it is answered: after 421 there is none.
            answer(250, "ok");
            sender = path;
        }
    }

    private void recipient(String path) throws IOException {
        if (sender.isEmpty() || begun) {
            answer(503, "MAIL first");
        } else if (path.startsWith("no")) {
            refusalSaid |= answer(550, "no");
        } else {
            answer(250, "ok");
            recipients.add(path);
        }
    }

    private void data() throws IOException {
        if (sender.isEmpty() || recipients.isEmpty() || begun) {
            answer(503, "no");
            return;
        }
        answer(354, "go on");
        for (String line = readLine(); !".".equals(line); line = readLine()) {
            if (line == null) {
                throw new EOFException("in the middle of a message");
            }
            String meant = line.startsWith(".") ? line.substring(1) : line;
            content.writeBytes((meant + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        boolean ignored = end();
        forget();
    }

    private void chunk(String[] words) throws IOException {
        int size = Integer.parseInt(words[1]);
        boolean last = words.length > 2;
        byte[] chunk = in.readNBytes(size);
        if (chunk.length < size) {
            ledger.hasHeardAll();
            throw new EOFException("in the middle of a chunk");
        }
        content.writeBytes(chunk);
        begun = true;
        failed |= !last && text().contains(Letter.REFUSE_CHUNK);
        if (last) {
            boolean taken = end();
            content.reset();
            failed = true;
            if (taken) {
                forget();
            }
        } else if (failed) {
            answer(552, "no");
        } else if (sender.isEmpty() || recipients.isEmpty()) {
            failed = true;
            answer(503, "no");
        } else {
            answer(250, "ok");
        }
    }

    private String text() {
        return content.toString(StandardCharsets.ISO_8859_1);
    }

    /** The message is whole. Each is written down before it is answered, unless 421 is all the answer there will be. */
    private boolean end() throws IOException {
        boolean valid = !sender.isEmpty() && !recipients.isEmpty() && !failed;
        boolean welcome = valid && !text().contains(Letter.REFUSE);
        List<String> takenFor = new ArrayList<>();
        int answered = 0;
        int answers = lmtp && valid ? recipients.size() : 1;
        try {
            for (int i = 0; i < answers; i++) {
                boolean taken = welcome && !(lmtp && recipients.get(i).startsWith("full"));
                if (taken && !mouth.isClosing()) {
                    takenFor.addAll(lmtp ? List.of(recipients.get(i)) : recipients);
                }
                answered += answerEnd(valid, taken) ? 1 : 0;
            }
        } finally {
            ledger.add(new Ledger.Entry(sender, List.copyOf(recipients), text(), takenFor, answered, refusalSaid));
        }
        return !takenFor.isEmpty();
    }

    private boolean answerEnd(boolean valid, boolean taken) throws IOException {
        if (!valid) {
            return answer(503, "no");
        }
        return taken ? answer(250, "ok") : answer(552, "no");
    }

    private void forget() {
        sender = "";
        recipients.clear();
        content.reset();
        begun = false;
        failed = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
