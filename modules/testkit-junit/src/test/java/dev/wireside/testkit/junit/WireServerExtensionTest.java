package dev.wireside.testkit.junit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

@Timeout(30)
class WireServerExtensionTest {
    private static final String ABOVE = "it must fail, and is run by the tests above, which ignore this";

    @Test
    @WireScripts("greeting.wire")
    void a_dialogue_as_scripted_passes(ScriptedServer server) throws Exception {
        assertThat(say(server, "QUIT\r\n")).isEqualTo("220 mail.example.org\r\n221 bye\r\n");
    }

    @Test
    @WireScripts(value = "/dev/wireside/testkit/junit/greeting.wire", delivery = Delivery.BYTEWISE)
    void the_delivery_can_be_chosen(ScriptedServer server) throws Exception {
        assertThat(say(server, "QUIT\r\n")).isEqualTo("220 mail.example.org\r\n221 bye\r\n");
    }

    @Test
    @WireScripts({"one.wire", "two.wire"})
    void several_scripts_are_played_in_turn(ScriptedServer server) throws Exception {
        assertThat(say(server, "") + say(server, "")).isEqualTo("one\r\ntwo\r\n");
    }

    @Test
    void another_dialogue_fails_the_test_with_the_line_of_the_script() {
        assertThat(failure(WrongDialogue.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at line 3")
                .hasMessageContaining("the client sent  C: NOOP");
    }

    @Test
    void a_missing_or_bad_script_fails_the_test_with_its_name() {
        assertThat(failure(MissingScript.class)).hasMessageContaining("there is no script nowhere.wire");
        assertThat(failure(BadScript.class)).hasMessageContaining("bad.wire, line 2: unknown event");
    }

    private static Throwable failure(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*DisabledCondition")
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(WireServerExtensionTest::thrown)
                .findFirst()
                .orElseThrow();
    }

    private static Throwable thrown(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** Says it all at once, and returns what came until the server closed. */
    private static String say(ScriptedServer server, String lines) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.getOutputStream().write(lines.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Disabled(ABOVE)
    static final class WrongDialogue {
        @Test
        @WireScripts("greeting.wire")
        void test(ScriptedServer server) throws Exception {
            say(server, "NOOP\r\n");
        }
    }

    @Disabled(ABOVE)
    static final class MissingScript {
        @Test
        @WireScripts("nowhere.wire")
        void test(ScriptedServer server) {}
    }

    @Disabled(ABOVE)
    static final class BadScript {
        @Test
        @WireScripts("bad.wire")
        void test(ScriptedServer server) {}
    }
}
