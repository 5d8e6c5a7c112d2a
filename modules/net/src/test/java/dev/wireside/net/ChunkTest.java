package dev.wireside.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.WireText;
import dev.wireside.testkit.ServerCertificate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17_000, 65_536, 65_537, 100_000, 300_000})
    void chunk_follows_its_command_whatever_its_size_and_wherever_it_lies(int size) throws Exception {
        for (boolean direct : new boolean[] {true, false}) {
            try (Peer peer =
                    Peer.that(socket -> received.add(socket.getInputStream().readAllBytes()))) {
                try (Connection connection = peer.connect()) {
                    sendTwo(connection, size, direct);
                }
                assertThat(received.take()).isEqualTo(twoOf(size));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_537, 300_000})
    void chunk_follows_its_command_in_tls(int size) throws Exception {
        for (boolean direct : new boolean[] {true, false}) {
            try (Peer peer = Peer.tls(
                    ServerCertificate.VALID,
                    socket -> received.add(socket.getInputStream().readAllBytes()))) {
                try (Connection connection = peer.connectTls()) {
                    sendTwo(connection, size, direct);
                }
                assertThat(received.take()).isEqualTo(twoOf(size));
            }
        }
    }

    private static void sendTwo(Connection connection, int size, boolean direct) throws IOException {
        WireOutput output = connection.output();
        for (int i = 0; i < 2; i++) {
            output.line(WireText.of("BDAT " + size));
            ByteBuffer chunk = chunk(size, direct);
            output.chunk(chunk);
            assertThat(chunk.hasRemaining()).isFalse();
        }
        assertThat(output.written()).isEqualTo(twoOf(size).length);
        output.flush();
        assertThat(output.handedOver()).isEqualTo(twoOf(size).length);
    }

    @Test
    void tap_hears_of_a_chunk_what_it_hears_of_the_same_bytes_in_an_array() throws Exception {
        List<TranscriptEvent> heard = new ArrayList<>();
        for (boolean direct : new boolean[] {true, false}) {
            try (Peer peer = Peer.that(socket -> socket.getInputStream().readAllBytes());
                    Connection connection = peer.connect(heard::add)) {
                connection.output().chunk(chunk(100_000, direct));
            }
        }
        List<TranscriptEvent> chunks = heard.stream()
                .filter(TranscriptEvent.SentChunk.class::isInstance)
                .toList();
        assertThat(chunks).hasSize(2);
        assertThat(chunks.getFirst()).isEqualTo(chunks.getLast());
        assertThat(((TranscriptEvent.SentChunk) chunks.getFirst()).bytes()).isEqualTo(100_000);
    }

    @Test
    void peer_hangs_up_in_the_middle_of_a_chunk() throws Exception {
        try (Peer peer = Peer.that(socket -> socket.getInputStream().readNBytes(100_000));
                Connection connection = peer.connect()) {
            WireOutput output = connection.output();
            var lost = catchThrowableOfType(IOException.class, () -> output.chunk(chunk(50_000_000, true)));
            assertThat(lost).isInstanceOf(ConnectionLostException.class);
            assertThat(output.handedOver()).isBetween(100_000L, 49_999_999L);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    private static ByteBuffer chunk(int size, boolean direct) {
        ByteBuffer chunk = direct ? ByteBuffer.allocateDirect(size + 10) : ByteBuffer.allocate(size + 10);
        return chunk.put(5, content(size)).position(5).limit(5 + size);
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + i / 256);
        }
        return content;
    }

    private static byte[] twoOf(int size) {
        byte[] line = ("BDAT " + size + "\r\n").getBytes(US_ASCII);
        ByteBuffer one = ByteBuffer.allocate(line.length + size).put(line).put(content(size));
        return ByteBuffer.allocate(2 * one.capacity())
                .put(one.array())
                .put(one.array())
                .array();
    }
}
