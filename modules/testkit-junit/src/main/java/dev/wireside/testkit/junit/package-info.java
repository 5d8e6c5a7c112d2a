/**
 * Starts a {@link dev.wireside.testkit.ScriptedServer} for a test method and fails the test when the dialogue was another
 * one than its script.
 *
 * <pre>{@code
 * @Test
 * @WireScripts("send-one-message.wire")
 * void a_message_is_sent(ScriptedServer server) throws Exception {
 *     try (var client = MyClient.connect(server.host(), server.port())) {
 *         client.send(message);
 *     }
 * }
 * }</pre>
 *
 * <p>Works with JUnit Jupiter 5.14 and 6.
 */
@NullMarked
package dev.wireside.testkit.junit;

import org.jspecify.annotations.NullMarked;
