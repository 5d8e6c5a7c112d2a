package dev.wireside.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyTest {
    @TempDir
    Path folder;

    @Test
    void a_received_file_is_there_whole() throws IOException {
        Path file = folder.resolve("mail.eml");
        assertThat(BodySink.toFile(file).readFrom(body("content"))).isEqualTo(file);
        assertThat(file).hasContent("content");
        assertThat(names()).containsExactly("mail.eml");
    }

    @Test
    void a_received_file_replaces_the_one_that_was_there() throws IOException {
        Path file = Files.writeString(folder.resolve("mail.eml"), "old and longer");
        BodySink.toFile(file).readFrom(body("new"));
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("mail.eml");
    }

    @Test
    void a_body_that_breaks_off_leaves_no_file_and_no_rest() {
        Path file = folder.resolve("mail.eml");
        assertThatThrownBy(() -> BodySink.toFile(file).readFrom(broken())).hasMessage("the peer is gone");
        assertThat(names()).isEmpty();
    }

    @Test
    void a_body_that_breaks_off_leaves_the_file_that_was_there() throws IOException {
        Path file = Files.writeString(folder.resolve("mail.eml"), "old");
        assertThatThrownBy(() -> BodySink.toFile(file).readFrom(broken())).hasMessage("the peer is gone");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("mail.eml");
    }

    @Test
    void a_name_as_long_as_the_file_system_takes_works() throws IOException {
        Path file = folder.resolve("x".repeat(255));
        BodySink.toFile(file).readFrom(body("content"));
        assertThat(file).hasContent("content");
    }

    @Test
    void a_folder_in_the_place_of_the_file_stays_and_nothing_else_does() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("mail.eml"));
        Files.writeString(taken.resolve("inside"), "x");
        assertThatThrownBy(() -> BodySink.toFile(taken).readFrom(body("content")))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("mail.eml");
        assertThat(taken.resolve("inside")).exists();
    }

    @Test
    void a_missing_folder_and_the_root_are_errors_of_their_own() {
        assertThatThrownBy(() -> BodySink.toFile(folder.resolve("no/mail.eml")).readFrom(body("x")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> BodySink.toFile(Path.of("/")).readFrom(body("x")))
                .isInstanceOf(IOException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void a_full_disk_is_told_as_it_is() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> BodySink.toStream(full).readFrom(body("x"))).hasMessage("No space left on device");
    }

    @Test
    void memory_takes_so_much_and_no_more() throws IOException {
        assertThat(BodySink.bytes(5).readFrom(body("12345"))).hasSize(5);
        assertThat(BodySink.text(5).readFrom(body("12345"))).isEqualTo("12345");
        assertThat(BodySink.bytes(0).readFrom(body(""))).isEmpty();
        assertThat(BodySink.bytes(Integer.MAX_VALUE).readFrom(body("12345"))).hasSize(5);
        for (int limit : new int[] {0, 4}) {
            assertThatThrownBy(() -> BodySink.bytes(limit).readFrom(body("12345")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than the " + limit + " bytes");
        }
        assertThatThrownBy(() -> BodySink.bytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_stream_is_flushed_and_left_open_and_nowhere_counts() throws IOException {
        boolean[] flushedAndClosed = new boolean[2];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushedAndClosed[0] = true;
            }

            @Override
            public void close() {
                flushedAndClosed[1] = true;
            }
        };
        assertThat(BodySink.toStream(out).readFrom(body("12345"))).isEqualTo(5);
        assertThat(flushedAndClosed).containsExactly(true, false);
        assertThat(BodySink.discard().readFrom(body("12345"))).isEqualTo(5);
    }

    @Test
    void a_source_knows_its_size_and_can_be_sent_again() throws IOException {
        Path file = Files.writeString(folder.resolve("mail.eml"), "content");
        for (BodySource source : new BodySource[] {
            BodySource.ofFile(file), BodySource.ofText("content"), BodySource.ofBytes("content".getBytes(UTF_8))
        }) {
            assertThat(source.size()).hasValue(7);
            assertThat(sent(source)).isEqualTo("content");
            assertThat(sent(source)).isEqualTo("content");
        }
        BodySource written = out -> out.write('x');
        assertThat(written.size()).isEmpty();
        assertThat(BodySource.ofText("\u00e4").size()).hasValue(2);
    }

    @Test
    void a_missing_file_is_told_when_it_is_asked_for() {
        BodySource missing = BodySource.ofFile(folder.resolve("missing"));
        assertThatThrownBy(missing::size).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> sent(missing)).isInstanceOf(NoSuchFileException.class);
    }

    private static String sent(BodySource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        source.writeTo(out);
        return out.toString(UTF_8);
    }

    private Stream<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** Gives some blocks, and then fails for ever. */
    private static InputStream broken() {
        return new InputStream() {
            private int blocks = 10;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (blocks-- <= 0) {
                    throw new IOException("the peer is gone");
                }
                return length;
            }

            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }
        };
    }
}
