package dev.wireside.bench.mail;

import dev.wireside.codec.Secret;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Messages in with {@link Pop3Client}. */
final class WiresidePop extends Contender {
    private final int port;
    private final String user;
    private final long size;
    private final boolean together;
    private final byte[] block = new byte[64 * 1024];
    private long count;

    private Pop3Client client;
    private List<Listing> listings;

    private WiresidePop(String name, int port, String user, long size, boolean together) {
        super(name);
        this.port = port;
        this.user = user;
        this.size = size;
        this.together = together;
    }

    /** All asked for at once, as far ahead as the client likes. */
    static WiresidePop together(String name, int port, String user, long size) {
        return new WiresidePop(name, port, user, size, true);
    }

    /** Each message asked for when the one before has come. */
    static WiresidePop oneByOne(String name, int port, String user, long size) {
        return new WiresidePop(name, port, user, size, false);
    }

    @Override
    long contentBytes(int operations) {
        return operations * size;
    }

    @Override
    void open() throws IOException {
        client = connected(port, user);
        listings = client.list();
    }

    static Pop3Client connected(int port, String user) throws IOException {
        Pop3Options options =
                Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).allowingSecretsOnUnencryptedChannel();
        Credentials credentials = Credentials.of(user, Secret.of(SmtpSink.PASSWORD));
        return Pop3Client.open(Endpoint.of("127.0.0.1", port), credentials, options);
    }

    @Override
    void run(int operations) throws IOException {
        count = 0;
        List<Listing> wanted = listings.subList(0, operations);
        if (together) {
            for (MessageOutcome<Long> outcome : client.retrieveAll(wanted, listing -> this::take)) {
                long ignored = outcome.value();
            }
        } else {
            for (Listing listing : wanted) {
                long ignored = client.retrieve(listing, this::take);
            }
        }
        if (count != contentBytes(operations)) {
            throw new IOException(count + " bytes came");
        }
    }

    private long take(InputStream body) throws IOException {
        for (int read = body.read(block); read >= 0; read = body.read(block)) {
            count += read;
        }
        return count;
    }

    @Override
    public void close() {
        client.close();
    }
}
