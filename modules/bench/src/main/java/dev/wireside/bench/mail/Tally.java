package dev.wireside.bench.mail;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** What the servers got and gave, told to whoever connects: each run is checked with it. */
final class Tally {
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** At a moment. */
    record Count(long messages, long bytes) {
        Count minus(Count earlier) {
            return new Count(messages - earlier.messages, bytes - earlier.bytes);
        }
    }

    /** Before the reply that says so. */
    void add(long size) {
        messages.incrementAndGet();
        bytes.addAndGet(size);
    }

    void tell(SocketChannel channel) throws IOException {
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        out.writeLong(messages.get());
        out.writeLong(bytes.get());
    }

    static Count ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return new Count(in.readLong(), in.readLong());
        }
    }
}
