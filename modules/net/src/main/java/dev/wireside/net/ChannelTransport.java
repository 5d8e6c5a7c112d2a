package dev.wireside.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** TCP: a blocking channel. A virtual thread parks in it, and closing it from elsewhere wakes reader and writer. */
final class ChannelTransport implements Transport {
    private final SocketChannel channel;

    ChannelTransport(SocketChannel channel) {
        if (!channel.isConnected() || !channel.isBlocking()) {
            throw new IllegalArgumentException("a connection is made of a connected, blocking channel: " + channel);
        }
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void rest() {}

    /** Ends all waits at once, from any thread. Lingering would make whoever cuts, such as the watchdog, wait for the peer. */
    void cutOff() {
        try {
            if (channel.getOption(StandardSocketOptions.SO_LINGER) > 0) {
                channel.setOption(StandardSocketOptions.SO_LINGER, -1);
            }
        } catch (IOException closedAlready) {
            // Then nothing lingers.
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nobody can do anything about a socket that does not close.
        }
    }
}
