package dev.wireside.pop3.jakarta;

import dev.wireside.jakarta.ServiceProperties;
import dev.wireside.pop3.Pop3Client;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.URLName;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A store whose only folder is the maildrop that {@link Pop3Client} opens. Nobody makes one: {@code
 * session.getStore("wireside-pop3")} does.
 *
 * <p>{@code connect} opens the maildrop and logs in as the properties say; under {@code wireside-pop3} STLS is required unless
 * {@code mail.wireside-pop3.starttls.enable=false}. The folder takes this connection over and ends it when it is closed; opened
 * again, it has a new one. A property that is not supported makes {@code connect} fail with its name.
 *
 * <p>Safe for any number of threads; one does something at a time, the others wait.
 */
public final class WiresideStore extends Store {
    private final ReentrantLock lock = new ReentrantLock();
    private final ServiceProperties properties;
    private final Set<WiresideFolder> open = new LinkedHashSet<>();

    private @Nullable Opening opening;
    private @Nullable Pop3Client idle;

    /**
     * For {@link Session}.
     *
     * @param url its protocol says which properties count; it may have a host, a port, a user and a password
     */
    public WiresideStore(Session session, @Nullable URLName url) {
        super(session, complete(session, url));
        this.properties = ServiceProperties.of(session, protocol(url));
    }

    private static String protocol(@Nullable URLName url) {
        return url == null ? "wireside-pop3" : url.getProtocol();
    }

    /** With the host and the user that only the inherited properties name, where Jakarta Mail does not look. */
    private static URLName complete(Session session, @Nullable URLName url) {
        ServiceProperties properties = ServiceProperties.of(session, protocol(url));
        URLName given = url == null ? new URLName(protocol(null), null, -1, null, null, null) : url;
        String host = given.getHost() == null ? properties.text("host").orElse(null) : given.getHost();
        String user = given.getUsername() == null ? properties.text("user").orElse(null) : given.getUsername();
        return new URLName(given.getProtocol(), host, given.getPort(), given.getFile(), user, given.getPassword());
    }

    @Override
    protected boolean protocolConnect(@Nullable String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        StoreSettings settings = StoreSettings.read(properties, session);
        String server = host == null ? properties.text("host").orElse(null) : host;
        if (server == null || user == null || (password == null && !settings.hasOptions())) {
            return false;
        }
        Opening wanted = Opening.of(StoreSettings.endpoint(properties, server, port), settings, user, password);
        lock.lock();
        try {
            idle = wanted.open();
            opening = wanted;
            return true;
        } finally {
            lock.unlock();
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    ServiceProperties properties() {
        return properties;
    }

    /** The connection that {@code connect} made, or a new one; under the lock. */
    Pop3Client take(WiresideFolder folder) throws MessagingException {
        if (opening == null) {
            throw notConnected();
        }
        Pop3Client taken = idle == null ? opening.open() : idle;
        idle = null;
        open.add(folder);
        return taken;
    }

    /** The folder has closed the connection that it took; under the lock. */
    void released(WiresideFolder folder) {
        open.remove(folder);
    }

    /** Sends NOOP. If there is no connection at the moment, a new one is opened; if that fails, the store is closed. */
    @Override
    @SuppressWarnings(
            "UnsynchronizedOverridesSynchronized") // The lock is ours: monitors pin virtual threads on Java 21.
    public boolean isConnected() {
        if (!super.isConnected()) {
            return false;
        }
        boolean alive;
        lock.lock();
        try {
            alive = isAlive();
        } finally {
            lock.unlock();
        }
        if (!alive) {
            close();
        }
        return alive;
    }

    private boolean isAlive() {
        try {
            if (!open.isEmpty()) {
                return open.iterator().next().isAlive();
            }
            if (idle == null) {
                if (opening == null) {
                    return false;
                }
                idle = opening.open();
            } else {
                idle.noop();
            }
            return true;
        } catch (IOException | MessagingException | IllegalStateException gone) {
            return false;
        }
    }

    /** Leaves without deleting anything; a folder that is open is closed with it. Never throws. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // As above.
    public void close() {
        lock.lock();
        try {
            opening = null;
            List.copyOf(open).forEach(WiresideFolder::leave);
            if (idle != null) {
                idle.close();
                idle = null;
            }
        } finally {
            lock.unlock();
        }
        try {
            super.close();
        } catch (MessagingException never) {
            throw new IllegalStateException("Service.close throws nothing", never);
        }
    }

    /** The folder above INBOX. */
    @Override
    public Folder getDefaultFolder() throws MessagingException {
        requireConnected();
        return new RootFolder(this);
    }

    /** A {@link WiresideFolder}; only one called INBOX, in any case, exists. */
    @Override
    public Folder getFolder(String name) throws MessagingException {
        requireConnected();
        return new WiresideFolder(this, name);
    }

    @Override
    public Folder getFolder(URLName url) throws MessagingException {
        return getFolder(url.getFile());
    }

    private void requireConnected() throws MessagingException {
        if (!super.isConnected()) {
            throw notConnected();
        }
    }

    private static MessagingException notConnected() {
        return new MessagingException("Not connected");
    }
}
