/**
 * The {@code .wire} format: one dialogue as text, one event per line. A recorder writes it, a scripted server plays it,
 * a person reads it; every recording can become a test.
 *
 * <pre>{@code
 * # dialect: smtp
 * # The server sends this line and CRLF.
 * S: 220 mail.example.org ESMTP
 * # The client must send a line that matches as a whole, and then exactly this line.
 * C~ EHLO .+
 * S: 250 STARTTLS
 * C: STARTTLS
 * S: 220 go ahead
 * !tls
 * # From here on: answers to lines in any order, any number of times.
 * !on MAIL FROM:.*
 *   S: 250 sender ok
 * !on DATA
 *   S: 354 go on
 *   !until .
 *   S: 250 accepted
 * !on QUIT
 *   S: 221 bye
 *   !close
 * }</pre>
 *
 * <table>
 * <caption>The events</caption>
 * <tr><th>Written</th><th>Means</th></tr>
 * <tr><td>{@code # text}</td><td>a comment; {@code # key: value} before the first event is a header</td></tr>
 * <tr><td>{@code S: text}</td><td>the server sends the text and CRLF</td></tr>
 * <tr><td>{@code !raw text}</td><td>the server sends exactly these bytes, no CRLF is added</td></tr>
 * <tr><td>{@code !body SIZE}</td><td>the server sends a made-up message of SIZE octets ({@code 64}, {@code 10KiB},
 * {@code 50MiB}), dot-stuffed, without the final dot: see {@link dev.wireside.codec.wire.WireBody}</td></tr>
 * <tr><td>{@code C: text}</td><td>the client must send exactly this line; {@code •••} in it matches anything</td></tr>
 * <tr><td>{@code C~ regex}</td><td>the client must send a line that the whole expression matches</td></tr>
 * <tr><td>{@code !until text}</td><td>the server reads lines up to and including this one: a message after DATA</td></tr>
 * <tr><td>{@code !read SIZE}</td><td>the server reads exactly so many bytes</td></tr>
 * <tr><td>{@code !chunk}</td><td>the server reads as many bytes as the client's last line announced: a BDAT chunk, after
 * {@code BDAT 1043 LAST}</td></tr>
 * <tr><td>{@code !tls}</td><td>the server's side of a TLS handshake, after what was sent so far</td></tr>
 * <tr><td>{@code !stall 5s}</td><td>the server is silent for so long ({@code ms}, {@code s}, {@code m})</td></tr>
 * <tr><td>{@code !bytes SIZE}</td><td>from here on the server writes in pieces of so many bytes</td></tr>
 * <tr><td>{@code !half-close}</td><td>the server sends its FIN and goes on reading</td></tr>
 * <tr><td>{@code !close}</td><td>the server ends the connection in order: FIN, inside TLS after close_notify</td></tr>
 * <tr><td>{@code !reset}</td><td>the server ends the connection with RST</td></tr>
 * <tr><td>{@code !repeat N}, {@code !end}</td><td>what stands between, N times, without holding it N times</td></tr>
 * <tr><td>{@code !on regex}</td><td>a rule: what follows, up to the next {@code !on} or the end of the script, is played
 * for each client line that the whole expression matches, the first such rule wins; after the linear part only</td></tr>
 * </table>
 *
 * <p>Texts are UTF-8 on the wire. In {@code S:}, {@code C:}, {@code !raw} and {@code !until} the escapes {@code \r},
 * {@code \n}, {@code \t}, {@code \\} and <code>&#92;xHH</code> (one byte) are understood; expressions are taken as they stand.
 * One space after the marker belongs to it, spaces before the marker are indentation.
 */
@NullMarked
package dev.wireside.codec.wire;

import org.jspecify.annotations.NullMarked;
