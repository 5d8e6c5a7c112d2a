package dev.wireside.bench.mail;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Properties;
import org.eclipse.angus.mail.pop3.POP3Message;

/** Messages in with Jakarta Mail (Eclipse Angus). */
final class AngusPop extends Contender {
    /** How the message is got at. */
    enum Way {
        /** Straight to a stream: the cheapest way that it has. */
        WRITE_TO("angus writeTo"),
        /** The subject and the text, as programs do it. */
        CONTENT("angus content"),
        /** The body's stream. */
        STREAM("angus stream");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final Way way;
    private final int port;
    private final String user;
    private final long size;
    private final byte[] block = new byte[64 * 1024];
    private final Counter counter = new Counter();

    private Store store;
    private Folder folder;

    AngusPop(Way way, int port, String user, long size) {
        super(way.title);
        this.way = way;
        this.port = port;
        this.user = user;
        this.size = size;
    }

    /** A stream to nowhere. */
    private static final class Counter extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
    }

    @Override
    long contentBytes(int operations) {
        return operations * size;
    }

    @Override
    void open() throws MessagingException {
        store = connected(port, user);
        folder = store.getFolder("INBOX");
        folder.open(Folder.READ_ONLY);
    }

    static Store connected(int port, String user) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.pop3.host", "127.0.0.1");
        properties.put("mail.pop3.port", String.valueOf(port));
        Store store = Session.getInstance(properties).getStore("pop3");
        store.connect(user, SmtpSink.PASSWORD);
        return store;
    }

    @Override
    void run(int operations) throws MessagingException, IOException {
        counter.count = 0;
        for (int number = 1; number <= operations; number++) {
            POP3Message message = (POP3Message) folder.getMessage(number);
            fetch(message);
            message.invalidate(true);
        }
        if (way == Way.WRITE_TO && counter.count != contentBytes(operations)) {
            throw new IOException(counter.count + " bytes came");
        }
    }

    private void fetch(Message message) throws MessagingException, IOException {
        switch (way) {
            case WRITE_TO -> message.writeTo(counter);
            case CONTENT -> {
                if (message.getSubject() == null || message.getContent() == null) {
                    throw new IOException("nothing came");
                }
            }
            case STREAM -> {
                try (InputStream in = message.getInputStream()) {
                    for (int read = in.read(block); read >= 0; read = in.read(block)) {
                        counter.count += read;
                    }
                }
            }
        }
    }

    @Override
    public void close() throws MessagingException {
        folder.close(false);
        store.close();
    }
}
