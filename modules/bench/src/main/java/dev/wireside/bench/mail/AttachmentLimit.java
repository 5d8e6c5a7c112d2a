package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A message with an attachment out over a plain socket: file, Base64, socket. */
final class AttachmentLimit extends Contender {
    private final int port;
    private final long size;
    private final Attachment attachment;
    private PlainSocket socket;

    AttachmentLimit(int port, Path file, long fileSize) {
        super("limit");
        this.port = port;
        size = Attachment.size(fileSize);
        attachment = new Attachment(file);
    }

    @Override
    long contentBytes(int operations) {
        return operations * size;
    }

    @Override
    void open() throws IOException {
        socket = SmtpLimit.greeted(port);
    }

    @Override
    void run(int operations) throws IOException {
        for (int i = 0; i < operations; i++) {
            socket.put(ascii("MAIL FROM:<ada@example.org> SIZE=" + size + "\r\nRCPT TO:<bob@example.net>\r\nBDAT "
                    + size + " LAST\r\n"));
            attachment.writeTo(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    socket.put(new byte[] {(byte) b});
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    socket.put(bytes, from, length);
                }
            });
            socket.flush();
            socket.expect('2');
            socket.expect('2');
            socket.expect('2');
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
