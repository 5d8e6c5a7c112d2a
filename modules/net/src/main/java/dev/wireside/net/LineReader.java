package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.line.LineScanner;
import dev.wireside.codec.line.LineText;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that end in CRLF, each at most {@link #MAX_LINE} bytes, and tells the tap about each.
 *
 * <p>Confined to the thread that uses the connection. Everything thrown here leaves the connection dead.
 */
public final class LineReader {
    /**
     * RFC 5321 section 4.5.3.1.5 allows reply lines of 512 bytes, RFC 2449 section 4 the same for POP3; extensions and
     * FTP paths are longer. Sixteen times that fits any server seen and keeps a hostile one small (rule S13).
     */
    public static final int MAX_LINE = 8 * 1024;

    private static final LineParser<String> AS_TEXT = LineText::of;

    private final Connection connection;

    /** A reader of this connection's input; it holds nothing itself. */
    public LineReader(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads one line: UTF-8 where it is valid, else byte for byte as ISO 8859-1.
     *
     * @throws ProtocolViolationException if it is not ended by CRLF or too long
     * @throws IOException as {@link Connection} says
     */
    public String readLine() throws IOException {
        return read(AS_TEXT);
    }

    /**
     * Reads as many lines as the parser wants.
     *
     * @throws ProtocolViolationException if a line is not ended by CRLF or too long, or the parser refuses it
     * @throws IOException as {@link Connection} says
     */
    public <T> T read(LineParser<T> parser) throws IOException {
        try {
            while (true) {
                T value = take(awaitLine(), parser);
                if (value != null) {
                    return value;
                }
            }
        } catch (GrammarException broken) {
            throw connection.violated(broken);
        }
    }

    /**
     * The same from what is here already, outside of a step.
     *
     * @param what the name that the step would have
     * @return null if more has to come; the parser has then taken the lines that are whole
     */
    <T> @Nullable T poll(LineParser<T> parser, String what) throws IOException {
        ByteBuffer bytes = connection.input().unread(what);
        try {
            while (bytes.hasRemaining()) {
                int cr = lineIn(bytes);
                T value = cr == LineScanner.INCOMPLETE ? null : take(cr, parser);
                if (value != null || cr == LineScanner.INCOMPLETE) {
                    return value;
                }
            }
            return null;
        } catch (GrammarException broken) {
            throw connection.violated(what, broken);
        } finally {
            connection.input().taken();
        }
    }

    private static int lineIn(ByteBuffer bytes) throws GrammarException {
        int base = bytes.arrayOffset();
        return LineScanner.find(bytes.array(), base + bytes.position(), base + bytes.limit(), MAX_LINE);
    }

    /** Waits until the buffer begins with a whole line. Returns where in its array the CR is. */
    private int awaitLine() throws IOException, GrammarException {
        WireInput input = connection.input();
        ByteBuffer bytes = input.buffered();
        while (bytes != null) {
            int cr = lineIn(bytes);
            if (cr != LineScanner.INCOMPLETE) {
                return cr;
            }
            bytes = input.fill() < 0 ? null : input.buffered();
        }
        throw connection.lost("the peer closed the connection");
    }

    private <T> @Nullable T take(int cr, LineParser<T> parser) throws GrammarException {
        ByteBuffer bytes = connection.input().unread();
        byte[] array = bytes.array();
        int from = bytes.arrayOffset() + bytes.position();
        bytes.position(cr + 2 - bytes.arrayOffset());
        if (connection.isTapped()) {
            String text = LineText.of(array, from, cr);
            connection.tell(new TranscriptEvent.Received(connection.channel(), connection.scrub(text)));
        }
        return parser.parse(array, from, cr);
    }
}
