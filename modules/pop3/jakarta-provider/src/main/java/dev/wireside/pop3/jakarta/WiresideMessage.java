package dev.wireside.pop3.jakarta;

import dev.wireside.pop3.Listing;
import dev.wireside.pop3.Pop3RefusedException;
import jakarta.mail.Flags;
import jakarta.mail.Header;
import jakarta.mail.IllegalWriteException;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.event.MessageChangedEvent;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * A message of the maildrop. Its header is fetched with TOP, its content with RETR, each when it is first looked at; {@link
 * #writeTo(OutputStream)} sends what the server says straight on. It cannot be changed, but for its flags, of which the server
 * knows nothing.
 */
final class WiresideMessage extends MimeMessage {
    private final WiresideFolder inbox;
    private final Listing listing;
    private final Keeping keeping;

    private volatile @Nullable InternetHeaders header;
    private volatile long headerSize;
    private volatile SoftReference<Content> spare = new SoftReference<>(null);
    private volatile @Nullable Content stored;

    WiresideMessage(WiresideFolder folder, Listing listing, Keeping keeping) {
        super(folder, listing.number());
        this.inbox = folder;
        this.listing = listing;
        this.keeping = keeping;
    }

    Listing listing() {
        return listing;
    }

    boolean hasHeader() {
        return header != null;
    }

    /** Keeps what TOP gave. */
    void keepHeader(byte[] top) throws IOException {
        keepHeader(new ByteArrayInputStream(top), HeaderEnd.find(new ByteArrayInputStream(top)));
    }

    private void keepHeader(InputStream in, long size) throws IOException {
        try {
            header = new InternetHeaders(in);
            headerSize = size;
        } catch (MessagingException unreadable) {
            throw new IOException("the header of message " + listing.number() + " cannot be read", unreadable);
        }
    }

    private InternetHeaders header() throws MessagingException {
        InternetHeaders known = header;
        if (known == null && !inbox.fetchHeader(this)) {
            content();
        }
        known = header;
        if (known == null) {
            throw new MessagingException("the header of message " + listing.number() + " has more than "
                    + WiresideFolder.MAX_HEADER + " bytes");
        }
        return known;
    }

    private Content content() throws MessagingException {
        return inbox.run(client -> {
            Content known = known();
            if (known != null) {
                return known;
            }
            try {
                Content fetched = client.retrieve(listing, Content.sink(keeping.place()));
                keep(fetched);
                return fetched;
            } catch (Pop3RefusedException no) {
                throw removed(no);
            }
        });
    }

    private @Nullable Content known() {
        Content kept = stored;
        return kept == null ? spare.get() : kept;
    }

    private void keep(Content fetched) throws IOException {
        if (keeping.inMemory() || !fetched.isInMemory()) {
            stored = fetched;
        } else {
            spare = new SoftReference<>(fetched);
        }
        boolean wanted = header == null || keeping.ownHeader();
        if (wanted && fetched.bodyStart() <= WiresideFolder.MAX_HEADER) {
            try (InputStream in = fetched.header()) {
                keepHeader(in, fetched.bodyStart());
            }
        }
    }

    private MessageRemovedException removed(Pop3RefusedException no) {
        return new MessageRemovedException(
                "message " + listing.number() + " is not handed out: " + no.getMessage(), no);
    }

    /** Forgets the content. */
    void discard() {
        Content known = stored;
        stored = null;
        spare = new SoftReference<>(null);
        if (known != null) {
            known.discard();
        }
    }

    /** The size of the content: what LIST says without the header; or what it is, if it is there; -1 if nobody knows. */
    @Override
    public int getSize() throws MessagingException {
        Content known = known();
        if (known == null && listing.size().isEmpty()) {
            return -1;
        }
        if (known == null) {
            header();
            known = known();
        }
        long size = known == null ? listing.size().orElse(0) - headerSize : known.bodySize();
        return Math.clamp(size, 0, Integer.MAX_VALUE);
    }

    @Override
    protected InputStream getContentStream() throws MessagingException {
        return content().body();
    }

    /** Without a list of what to leave out, and unless the content is there already: the bytes of RETR as they come. */
    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException, MessagingException {
        if (ignored != null) {
            header();
            super.writeTo(out, ignored);
            return;
        }
        Content known = keeping.written() ? content() : known();
        if (known != null) {
            try (InputStream in = known.message()) {
                in.transferTo(out);
            }
            return;
        }
        Target target = new Target(out);
        try {
            inbox.run(client -> {
                try {
                    return client.retrieve(listing, message -> message.transferTo(target));
                } catch (Pop3RefusedException no) {
                    throw removed(no);
                }
            });
        } catch (MessagingException broken) {
            if (target.failure != null) {
                throw target.failure;
            }
            throw broken;
        }
    }

    /** The application's stream, which remembers that it was it that failed. */
    private static final class Target extends FilterOutputStream {
        private @Nullable IOException failure;

        Target(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException broken) {
                failure = broken;
                throw broken;
            }
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // What it calls is.
    public void setFlags(Flags changed, boolean set) throws MessagingException {
        Flags before = getFlags();
        super.setFlags(changed, set);
        if (!getFlags().equals(before)) {
            inbox.notifyMessageChangedListeners(MessageChangedEvent.FLAGS_CHANGED, this);
        }
    }

    @Override
    public String @Nullable [] getHeader(String name) throws MessagingException {
        return header().getHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name, @Nullable String delimiter) throws MessagingException {
        return header().getHeader(name, delimiter);
    }

    @Override
    public Enumeration<Header> getAllHeaders() throws MessagingException {
        return header().getAllHeaders();
    }

    @Override
    public Enumeration<Header> getMatchingHeaders(String[] names) throws MessagingException {
        return header().getMatchingHeaders(names);
    }

    @Override
    public Enumeration<Header> getNonMatchingHeaders(String[] names) throws MessagingException {
        return header().getNonMatchingHeaders(names);
    }

    @Override
    public Enumeration<String> getAllHeaderLines() throws MessagingException {
        return header().getAllHeaderLines();
    }

    @Override
    public Enumeration<String> getMatchingHeaderLines(String[] names) throws MessagingException {
        return header().getMatchingHeaderLines(names);
    }

    @Override
    public Enumeration<String> getNonMatchingHeaderLines(String[] names) throws MessagingException {
        return header().getNonMatchingHeaderLines(names);
    }

    @Override
    public void setHeader(String name, String value) throws MessagingException {
        throw readOnly();
    }

    @Override
    public void addHeader(String name, String value) throws MessagingException {
        throw readOnly();
    }

    @Override
    public void removeHeader(String name) throws MessagingException {
        throw readOnly();
    }

    @Override
    public void addHeaderLine(String line) throws MessagingException {
        throw readOnly();
    }

    @Override
    public void saveChanges() throws MessagingException {
        throw readOnly();
    }

    private static IllegalWriteException readOnly() {
        return new IllegalWriteException("a message in a maildrop cannot be changed");
    }
}
