package dev.wireside.it.mta;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What the server says, and how it is kept from saying it. */
final class Mouth {
    private static final byte[] GARBAGE = "25x hm\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSING = "421 4.3.2 closing\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Of lines or replies without end: hundreds of times what any client reads. */
    private static final int ENDLESS_KIB = 64 * 1024;

    private final Socket socket;
    private final Mischief mischief;
    private final Runnable attack;
    private int bytes;
    private int replies;

    /** Nothing comes out any more; the ears are not affected. */
    private boolean mute;

    /** What was meant to be said has not always been what was said. */
    private boolean lied;

    /** @param attack what is done to the client when the time has come, if that is the mischief */
    Mouth(Socket socket, Mischief mischief, Runnable attack) {
        this.socket = socket;
        this.attack = attack;
        this.mischief = mischief;
    }

    /** Whether 421 stands where the next reply should be. */
    boolean isClosing() {
        return mischief.is(Mischief.Kind.CLOSING) && replies == mischief.at();
    }

    void sayClosing() throws IOException {
        replies++;
        lied = true;
        send(CLOSING);
        end();
    }

    /**
     * Says a reply, in as many lines as there are texts.
     *
     * @return whether the whole of it went out, and so did everything before it
     */
    boolean say(int code, String... texts) throws IOException {
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            reply.append(code)
                    .append(i < texts.length - 1 ? '-' : ' ')
                    .append(texts[i])
                    .append("\r\n");
        }
        if (replies++ == mischief.at() && mischief.kind().isAtReply()) {
            lied = true;
            sayWrong(code);
            return false;
        }
        return send(reply.toString().getBytes(StandardCharsets.US_ASCII)) && !lied;
    }

    private void sayWrong(int code) throws IOException {
        switch (mischief.kind()) {
            case GARBAGE -> send(GARBAGE);
            case WRONG_REPLY ->
                send((code == 354 ? "250 ok\r\n" : "354 go on\r\n").getBytes(StandardCharsets.US_ASCII));
            case ENDLESS_LINE -> sendForEver("x".repeat(1024), code + " ");
            case ENDLESS_REPLY -> sendForEver((code + "-and more\r\n").repeat(64), "");
            default -> throw new IllegalStateException("not in place of a reply: " + mischief);
        }
    }

    private void sendForEver(String piece, String beginning) throws IOException {
        byte[] again = piece.getBytes(StandardCharsets.US_ASCII);
        boolean heard = send(beginning.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < ENDLESS_KIB && heard; i++) {
            heard = send(again);
        }
        end();
    }

    /** Whether all of it went out. */
    private boolean send(byte[] reply) throws IOException {
        int from = 0;
        while (from < reply.length && !mute) {
            int count = piece(reply.length - from);
            from += write(reply, from, count);
            stopIfTime();
        }
        return from == reply.length;
    }

    private int piece(int wanted) {
        return switch (mischief.kind()) {
            case BYTE_BY_BYTE -> 1;
            case FIN, SILENCE, RESET, ABORT, INTERRUPT -> Math.min(wanted, mischief.at() - bytes);
            default -> wanted;
        };
    }

    private int write(byte[] reply, int from, int count) {
        try {
            socket.getOutputStream().write(reply, from, count);
            bytes += count;
            return count;
        } catch (IOException clientHasLeft) {
            mute = true;
            return 0;
        }
    }

    /** Before the first word, and behind each. */
    void stopIfTime() throws IOException {
        if (bytes != mischief.at()) {
            return;
        }
        switch (mischief.kind()) {
            case FIN -> end();
            case SILENCE -> shut();
            case RESET -> reset();
            case ABORT, INTERRUPT -> {
                shut();
                attack.run();
            }
            default -> {}
        }
    }

    /** Nothing is said any more. */
    void shut() {
        mute = true;
    }

    private void end() throws IOException {
        if (!mute) {
            mute = true;
            socket.shutdownOutput();
        }
    }

    /** How many bytes it has said so far. */
    int bytes() {
        return bytes;
    }

    /** And in how many replies. */
    int replies() {
        return replies;
    }

    void reset() throws IOException {
        mute = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
