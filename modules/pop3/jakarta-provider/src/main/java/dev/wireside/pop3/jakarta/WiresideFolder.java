package dev.wireside.pop3.jakarta;

import dev.wireside.net.BodySink;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.PopStatus;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.MethodNotSupportedException;
import jakarta.mail.event.ConnectionEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The maildrop as a folder of Jakarta Mail. {@link #open} sends LIST and UIDL, together where the server allows it, so that
 * numbers, sizes and unique ids are known from then on. A message's header is fetched with TOP when somebody looks at it, or
 * for many messages at once by {@link #fetch}; its content with RETR.
 *
 * <p>A message that is flagged as deleted is deleted by {@code close(true)}, which is also what {@code close()} means to
 * Jakarta Mail, and only if the folder was opened to be written to. {@code close(false)} deletes nothing.
 *
 * <p>Safe for any number of threads; one does something at a time, the others wait.
 */
public final class WiresideFolder extends Folder {
    static final String INBOX = "INBOX";

    /** A header is some kilobytes; more than a megabyte is an attack or a broken server. */
    static final int MAX_HEADER = 1 << 20;

    private final WiresideStore maildrop;
    private final String name;
    private final ReentrantLock lock;

    private @Nullable Pop3Client client;
    private List<WiresideMessage> messages = List.of();

    WiresideFolder(WiresideStore store, String name) {
        super(store);
        this.maildrop = store;
        this.name = name;
        this.lock = store.lock();
    }

    /** Something that needs the connection. */
    interface Task<T> {
        T with(Pop3Client client) throws IOException, MessagingException;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getFullName() {
        return name;
    }

    @Override
    public Folder getParent() {
        return new RootFolder(maildrop);
    }

    @Override
    public boolean exists() {
        return name.equalsIgnoreCase(INBOX);
    }

    @Override
    public int getType() {
        return HOLDS_MESSAGES;
    }

    @Override
    public char getSeparator() {
        return '\0';
    }

    @Override
    public Flags getPermanentFlags() {
        return new Flags();
    }

    /**
     * Sends LIST and UIDL (RFC 1939 sections 5 and 7).
     *
     * @throws FolderNotFoundException if this is not INBOX
     * @throws IllegalStateException if it is open
     */
    @Override
    public void open(int mode) throws MessagingException {
        lock.lock();
        try {
            if (client != null) {
                throw new IllegalStateException("Folder is Open");
            }
            if (!exists()) {
                throw new FolderNotFoundException(this, "POP3 has one folder, INBOX");
            }
            Pop3Client taken = maildrop.take(this);
            try {
                messages = listed(taken.list());
                client = taken;
                this.mode = mode;
            } catch (IOException broken) {
                throw new MessagingException("the maildrop could not be listed: " + broken.getMessage(), broken);
            } finally {
                if (client == null) {
                    taken.close();
                    maildrop.released(this);
                }
            }
        } finally {
            lock.unlock();
        }
        notifyConnectionListeners(ConnectionEvent.OPENED);
    }

    private List<WiresideMessage> listed(List<Listing> listings) throws MessagingException {
        List<WiresideMessage> all = new ArrayList<>(listings.size());
        Keeping keeping = Keeping.read(maildrop.properties());
        for (Listing listing : listings) {
            if (listing.number() != all.size() + 1) {
                throw new MessagingException("the server numbers its messages with gaps: after " + all.size()
                        + " comes " + listing.number() + " (RFC 1939 section 4)");
            }
            all.add(new WiresideMessage(this, listing, keeping));
        }
        return List.copyOf(all);
    }

    /**
     * Sends DELE for each message that is flagged as deleted, and QUIT, if {@code expunge} and the folder may be written to;
     * otherwise leaves without deleting anything.
     *
     * @throws MessagingException if not all were deleted, or nobody knows; the cause says why. The folder is closed
     */
    @Override
    public void close(boolean expunge) throws MessagingException {
        lock.lock();
        try {
            Pop3Client open = requireOpen();
            List<Listing> deleted = expunge && mode == READ_WRITE ? deleted() : List.of();
            if (!deleted.isEmpty()) {
                delete(open, deleted);
            }
        } catch (IOException broken) {
            throw new MessagingException("messages may not have been deleted: " + broken.getMessage(), broken);
        } finally {
            leave();
            lock.unlock();
        }
    }

    private List<Listing> deleted() throws MessagingException {
        List<Listing> deleted = new ArrayList<>();
        for (WiresideMessage message : messages) {
            if (message.isSet(Flags.Flag.DELETED)) {
                deleted.add(message.listing());
            }
        }
        return deleted;
    }

    private void delete(Pop3Client open, List<Listing> deleted) throws IOException, MessagingException {
        if (maildrop.properties().isTrue("rsetbeforequit")) {
            open.reset();
        }
        List<MessageOutcome<PopStatus>> outcomes = open.deleteAll(deleted);
        open.commit();
        String refused = outcomes.stream()
                .filter(outcome -> outcome instanceof MessageOutcome.Refused)
                .map(outcome -> String.valueOf(outcome.listing().number()))
                .collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            throw new MessagingException("the server did not delete the messages " + refused);
        }
    }

    /** Ends the connection, if there is one; deletes nothing that was not committed. Under the lock. */
    void leave() {
        if (client == null) {
            return;
        }
        client.close();
        client = null;
        maildrop.released(this);
        notifyConnectionListeners(ConnectionEvent.CLOSED);
        messages.forEach(WiresideMessage::discard);
        messages = List.of();
    }

    /** Whether the server answers NOOP; under the lock. */
    boolean isAlive() throws IOException {
        if (client == null) {
            return false;
        }
        client.noop();
        return true;
    }

    /** Whether it is open, as far as is known without asking the server; {@link WiresideStore#isConnected} asks. */
    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return client != null && client.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** -1 if it is not open. */
    @Override
    public int getMessageCount() {
        lock.lock();
        try {
            return client == null ? -1 : messages.size();
        } finally {
            lock.unlock();
        }
    }

    /** @throws IndexOutOfBoundsException if there is no such message */
    @Override
    public Message getMessage(int number) {
        lock.lock();
        try {
            requireOpen();
            return messages.get(number - 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The unique id of a message (RFC 1939 section 7), which is the same in every session; null if the server has none. Nothing
     * is sent.
     *
     * @throws MessagingException if the message is not of this folder
     * @throws IllegalStateException if the folder is not open
     */
    public @Nullable String getUID(Message message) throws MessagingException {
        lock.lock();
        try {
            requireOpen();
            return own(message).listing().uid().orElse(null);
        } finally {
            lock.unlock();
        }
    }

    private WiresideMessage own(Message message) throws MessagingException {
        if (message instanceof WiresideMessage mine && mine.getFolder().equals(this)) {
            return mine;
        }
        throw new MessagingException("the message is not of this folder");
    }

    /**
     * Sends TOP for each message whose header is wanted and not known, hundreds of them in one write where the server allows
     * it (RFC 2449 section 6.6). Sizes and unique ids are known already. A server without TOP is not asked.
     */
    @Override
    public void fetch(Message[] wanted, FetchProfile profile) throws MessagingException {
        boolean headers = profile.contains(FetchProfile.Item.ENVELOPE)
                || profile.contains(FetchProfile.Item.CONTENT_INFO)
                || profile.getHeaderNames().length > 0;
        if (!headers) {
            return;
        }
        List<Listing> unknown = new ArrayList<>();
        for (Message message : wanted) {
            if (!own(message).hasHeader()) {
                unknown.add(own(message).listing());
            }
        }
        run(open -> mayAskForTop(open) ? open.topAll(unknown, 0, headerInto(this::kept)) : List.of());
    }

    private WiresideMessage kept(Listing listing) {
        return messages.get(listing.number() - 1);
    }

    private static Function<Listing, BodySink<Boolean>> headerInto(Function<Listing, WiresideMessage> messages) {
        return listing -> header -> {
            messages.apply(listing).keepHeader(BodySink.bytes(MAX_HEADER).readFrom(header));
            return true;
        };
    }

    /** Whether it came; not from a server that has no TOP, or refuses it. */
    boolean fetchHeader(WiresideMessage message) throws MessagingException {
        return run(open -> {
            if (!mayAskForTop(open)) {
                return false;
            }
            try {
                return open.top(message.listing(), 0, headerInto(any -> message).apply(message.listing()));
            } catch (Pop3RefusedException no) {
                return false;
            }
        });
    }

    private boolean mayAskForTop(Pop3Client open) throws IOException, MessagingException {
        boolean has = !open.capabilities().isKnown() || open.capabilities().top();
        return has && !maildrop.properties().isTrue("disabletop");
    }

    /**
     * Does something with the connection. If it dies of it, the folder is closed.
     *
     * @throws FolderClosedException if the connection is dead
     */
    <T> T run(Task<T> task) throws MessagingException {
        lock.lock();
        try {
            Pop3Client open = requireOpen();
            try {
                return task.with(open);
            } catch (IOException broken) {
                if (open.isOpen()) {
                    throw new MessagingException(broken.getMessage(), broken);
                }
                leave();
                throw new FolderClosedException(this, "the connection broke: " + broken.getMessage(), broken);
            }
        } finally {
            lock.unlock();
        }
    }

    private Pop3Client requireOpen() {
        if (client == null) {
            throw new IllegalStateException("Folder is not Open");
        }
        return client;
    }

    @Override
    protected void notifyMessageChangedListeners(int type, Message message) {
        super.notifyMessageChangedListeners(type, message);
    }

    /** Never: POP3 does not tell. */
    @Override
    public boolean hasNewMessages() {
        return false;
    }

    @Override
    public boolean create(int type) {
        return false;
    }

    @Override
    public Folder[] list(String pattern) throws MessagingException {
        throw new MessagingException("INBOX has no folders in it");
    }

    @Override
    public Folder getFolder(String inner) throws MessagingException {
        throw new MessagingException("INBOX has no folders in it");
    }

    @Override
    public boolean delete(boolean recurse) throws MessagingException {
        throw new MethodNotSupportedException("delete");
    }

    @Override
    public boolean renameTo(Folder folder) throws MessagingException {
        throw new MethodNotSupportedException("renameTo");
    }

    @Override
    public void appendMessages(Message[] more) throws MessagingException {
        throw new MethodNotSupportedException("appendMessages");
    }

    /** Not supported: POP3 deletes at the end of the session, {@code close(true)}. */
    @Override
    public Message[] expunge() throws MessagingException {
        throw new MethodNotSupportedException("POP3 deletes at the end of the session: close(true)");
    }
}
