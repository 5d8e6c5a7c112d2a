package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.BodySource;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What docs/smtp-messages.md says of Jakarta Mail's {@link MimeMessage#writeTo}. */
final class MimeMessageSourceTest {
    private static final int MIB = 1 << 20;
    private static final int ATTACHMENT = 64 * MIB;

    /** How many bytes of the attachment were read, and how many of the message were written. */
    private long read;

    private long written;
    private long furthestBehind;

    private static MimeMessage message() throws MessagingException {
        MimeMessage mime = new MimeMessage(Session.getInstance(new Properties()));
        mime.setFrom("ada@example.org");
        mime.setRecipients(RecipientType.TO, "bob@example.net");
        mime.setRecipients(RecipientType.BCC, "eve@example.net");
        return mime;
    }

    private static BodySource source(MimeMessage mime) {
        return out -> {
            try {
                mime.writeTo(out, new String[] {"Bcc", "Content-Length"});
            } catch (MessagingException failed) {
                throw new IOException(failed);
            }
        };
    }

    private static String written(BodySource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        source.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void bcc_is_written_unless_it_is_left_out() throws Exception {
        MimeMessage mime = message();
        mime.setText("text\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mime.writeTo(out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).contains("\r\nBcc: eve@example.net\r\n");
        assertThat(written(source(mime))).doesNotContain("Bcc", "eve");
    }

    @Test
    void text_that_needs_no_encoding_keeps_its_line_ends() throws Exception {
        MimeMessage mime = message();
        mime.setText("one\ntwo\r\nthree");
        assertThat(written(source(mime))).endsWith("Content-Transfer-Encoding: 7bit\r\n\r\none\ntwo\r\nthree");
        mime = message();
        mime.setText("ein\nzwölf\r\ndrei", "UTF-8");
        assertThat(written(source(mime))).endsWith("\r\n\r\nein\r\nzw=C3=B6lf\r\ndrei");
    }

    @Test
    void same_bytes_each_time_and_never_whole_in_memory() throws Exception {
        MimeBodyPart text = new MimeBodyPart();
        text.setText("text\n");
        MimeBodyPart attachment = new MimeBodyPart();
        attachment.setDataHandler(new DataHandler(new Zeros()));
        attachment.setHeader("Content-Transfer-Encoding", "base64");
        MimeMessage mime = message();
        mime.setContent(new MimeMultipart(text, attachment));
        mime.saveChanges();
        assertThat(sentHash(mime)).isEqualTo(sentHash(mime));
        assertThat(read).isEqualTo(2L * ATTACHMENT);
        assertThat(furthestBehind).isLessThan(MIB);
    }

    private int sentHash(MimeMessage mime) throws IOException {
        int[] hash = new int[1];
        long begin = read;
        written = 0;
        source(mime).writeTo(new OutputStream() {
            @Override
            public void write(int b) {
                hash[0] = 31 * hash[0] + b;
                written++;
                furthestBehind = Math.max(furthestBehind, read - begin - written);
            }
        });
        return hash[0];
    }

    /** An attachment that nobody could hold back unnoticed. */
    private final class Zeros implements DataSource {
        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                private int left = ATTACHMENT;

                @Override
                public int read() {
                    throw new AssertionError("nobody reads single bytes of an attachment");
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    int got = Math.min(left, length);
                    Arrays.fill(into, from, from + got, (byte) 0);
                    left -= got;
                    read += got;
                    return got == 0 ? -1 : got;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public String getName() {
            return "zeros";
        }
    }
}
