/**
 * Tests for a client, in any language and with any library, against servers that run inside the test and can misbehave on
 * demand. Nothing here needs a test framework: what goes wrong is an {@link java.lang.AssertionError} of
 * {@code close()}.
 *
 * <pre>{@code
 * var script = WireScript.parse("""
 *         S: 220 mail.example.org ESMTP
 *         C~ (EHLO|HELO) .+
 *         S: 250 hello
 *         !on QUIT
 *           S: 221 bye
 *           !close
 *         """);
 * try (var server = ScriptedServer.play(script, ServerOptions.defaults().withDelivery(Delivery.BYTEWISE))) {
 *     myClient.connect("127.0.0.1", server.port());
 *     myClient.quit();
 * } // throws an AssertionError that names the line of the script where the client did something else
 * }</pre>
 *
 * <ul>
 * <li>{@link dev.wireside.testkit.ScriptedServer} plays one {@link dev.wireside.codec.wire.WireScript} per connection:
 * whole, byte by byte, coalesced, cut off at byte n, inside TLS.
 * <li>{@link dev.wireside.testkit.FaultProxy} stands between any client and any server and adds latency, a limit of
 * bandwidth, splits, stalls, half-closes, resets and wrong bytes.
 * <li>{@link dev.wireside.testkit.TestCertificates} has a certificate for everything that can be wrong with one.
 * <li>{@link dev.wireside.testkit.ServerSideListener} hears the bytes of both, outside of the client and inside of TLS.
 * </ul>
 *
 * <p>Every server binds port 0 unless told otherwise and fails at once with the error of the bind. Every wait ends: a
 * client that says nothing is given {@link dev.wireside.testkit.ServerOptions#withPatience a patience of 10 seconds}.
 */
@NullMarked
package dev.wireside.testkit;

import org.jspecify.annotations.NullMarked;
