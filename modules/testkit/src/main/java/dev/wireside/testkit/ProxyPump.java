package dev.wireside.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * One direction of one connection through a {@link FaultProxy}. A reading thread stamps what arrives with the time at which
 * it is due, a writing thread waits for that time: so latency delays, and does not throttle.
 */
final class ProxyPump {
    /** Hears the bytes; on one of the two sides of the queue, as the direction wants it. */
    interface Ear {
        void hear(byte[] bytes, int from, int to);
    }

    private static final int BLOCK = 16 * 1024;
    /** As much as may be under way: a second of latency at 32 MiB/s. */
    private static final int LARGEST_QUEUE = 32 * 1024 * 1024;

    /** A bandwidth is spread over so many writes in a second. */
    private static final int SLICES = 50;

    /** Bytes under way, or, when there are none, the end of the stream: in order or broken. */
    private static final class Chunk {
        final byte[] bytes;
        final boolean broken;
        final long due;

        Chunk(byte[] bytes, boolean broken, long due) {
            this.bytes = bytes;
            this.broken = broken;
            this.due = due;
        }
    }

    private final Socket from;
    private final Socket to;
    private final Faults faults;
    private final Deque<Faults.Fault> ahead;
    private final Ear onRead;
    private final Ear onWrite;
    private final BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(LARGEST_QUEUE);
    private long passed;
    private long free = System.nanoTime();
    private boolean swallowing;

    ProxyPump(Socket from, Socket to, Faults faults, Ear onRead, Ear onWrite) {
        this.from = from;
        this.to = to;
        this.faults = faults;
        this.onRead = onRead;
        this.onWrite = onWrite;
        ahead = new ArrayDeque<>(faults.inOrder());
    }

    /** The reading thread's work: until the end of the stream, or until the connection breaks. */
    void read() throws InterruptedException {
        boolean broken = false;
        try {
            InputStream in = from.getInputStream();
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                onRead.hear(block, 0, count);
                room.acquire(count);
                put(Arrays.copyOf(block, count), false);
            }
        } catch (IOException reset) {
            broken = true;
        }
        put(new byte[0], broken);
    }

    private void put(byte[] bytes, boolean broken) {
        queue.add(new Chunk(bytes, broken, System.nanoTime() + faults.latency().toNanos()));
    }

    /**
     * The writing thread's work.
     *
     * @return true after an orderly end, false when both sides are to be reset
     */
    boolean write() throws InterruptedException {
        try {
            boolean open = misbehave(new byte[0], 0);
            while (open) {
                Chunk chunk = queue.take();
                sleepUntil(chunk.due);
                if (chunk.bytes.length == 0) {
                    return !chunk.broken && finish();
                }
                open = deliver(chunk.bytes);
                room.release(chunk.bytes.length);
            }
            return false;
        } catch (IOException receiverGone) {
            return false;
        }
    }

    /** Writes up to the next fault, lets that happen, and so on; false after a reset. */
    private boolean deliver(byte[] bytes) throws IOException, InterruptedException {
        int at = 0;
        while (at < bytes.length) {
            if (!misbehave(bytes, at)) {
                return false;
            }
            int stop = bytes.length;
            Faults.Fault next = ahead.peek();
            if (next != null) {
                stop = (int) Math.min(stop, at + (next.at() - passed));
            }
            write(bytes, at, stop);
            passed += stop - at;
            at = stop;
        }
        return misbehave(bytes, at);
    }

    /** Lets all faults happen that are due before the byte at this index; false after a reset. */
    private boolean misbehave(byte[] bytes, int at) throws IOException, InterruptedException {
        for (Faults.Fault fault = ahead.peek(); fault != null && fault.at() == passed; fault = ahead.peek()) {
            switch (fault.kind()) {
                case SPLIT, STALL -> Thread.sleep(fault.duration());
                case HALF_CLOSE -> finish();
                case RESET -> {
                    return false;
                }
                case CORRUPT -> {
                    if (at == bytes.length) {
                        // The byte has not come yet.
                        return true;
                    }
                    bytes[at] ^= (byte) 0xff;
                }
            }
            ahead.remove();
        }
        return true;
    }

    private void write(byte[] bytes, int start, int end) throws IOException, InterruptedException {
        if (swallowing) {
            return;
        }
        OutputStream out = to.getOutputStream();
        int slice = (int) Math.max(1, Math.min(BLOCK, faults.bandwidth() / SLICES));
        for (int at = start; at < end; at += slice) {
            int count = Math.min(slice, end - at);
            pace(count);
            onWrite.hear(bytes, at, at + count);
            out.write(bytes, at, count);
        }
    }

    /** Waits until so many bytes have had their time on the line. */
    private void pace(int count) throws InterruptedException {
        if (faults.bandwidth() == Long.MAX_VALUE) {
            return;
        }
        free = Math.max(free, System.nanoTime()) + (long) (count * 1e9 / faults.bandwidth());
        sleepUntil(free);
    }

    /** Sends the FIN, once; always true. */
    private boolean finish() throws IOException {
        if (!swallowing) {
            swallowing = true;
            to.shutdownOutput();
        }
        return true;
    }

    private static void sleepUntil(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        }
    }
}
