package dev.wireside.bench.mail;

import dev.wireside.codec.Secret;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Messages out with {@link SmtpClient}. */
final class WiresideSmtp extends Contender {
    private final int port;
    private final long size;
    private final List<MailObject> mails;
    private final boolean together;
    private SmtpClient client;

    private WiresideSmtp(String name, int port, long size, List<MailObject> mails, boolean together) {
        super(name);
        this.port = port;
        this.size = size;
        this.mails = mails;
        this.together = together;
    }

    /** Messages whose bytes are there, as far ahead of the answers as the client likes. */
    static WiresideSmtp together(String name, int port, List<byte[]> contents) {
        return new WiresideSmtp(name, port, Messages.SMALL, prepared(contents), true);
    }

    /** The same, each when the one before was answered. */
    static WiresideSmtp oneByOne(String name, int port, List<byte[]> contents) {
        return new WiresideSmtp(name, port, Messages.SMALL, prepared(contents), false);
    }

    private static List<MailObject> prepared(List<byte[]> contents) {
        return contents.stream()
                .map(content -> new MailObject(envelope(), BodySource.ofBytes(content)))
                .toList();
    }

    /** A file attached, by the same code as everybody else's. */
    static WiresideSmtp attached(String name, int port, Path file, long fileSize) {
        long size = Attachment.size(fileSize);
        MailObject mail = new MailObject(envelope(), sized(new Attachment(file), size));
        return new WiresideSmtp(name, port, size, List.of(mail), false);
    }

    private static BodySource sized(Attachment attachment, long size) {
        return new BodySource() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                attachment.writeTo(out);
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(size);
            }
        };
    }

    private static Envelope envelope() {
        return Envelope.from("ada@example.org").to("bob@example.net");
    }

    @Override
    long contentBytes(int operations) {
        return operations * size;
    }

    @Override
    void open() throws IOException {
        client = SmtpClient.connect(server(port), options());
    }

    static Endpoint server(int port) {
        return Endpoint.of("127.0.0.1", port);
    }

    static SmtpOptions options() {
        return SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED);
    }

    static SmtpOptions optionsWithLogin() {
        return options()
                .withLogin(Credentials.of(SmtpSink.USER, Secret.of(SmtpSink.PASSWORD)))
                .allowingSecretsOnUnencryptedChannel();
    }

    @Override
    void run(int operations) throws IOException {
        if (together) {
            client.sendAll(mails.subList(0, operations), WiresideSmtp::requireAccepted);
            return;
        }
        for (int i = 0; i < operations; i++) {
            MailObject mail = mails.get(i % mails.size());
            client.send(mail.envelope(), mail.content());
        }
    }

    private static void requireAccepted(Delivery delivery) {
        if (!delivery.isAccepted()) {
            throw new IllegalStateException(delivery.toString());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
