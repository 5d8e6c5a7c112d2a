package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.codec.wire.WireStep;
import dev.wireside.it.faults.Operation;
import dev.wireside.it.faults.Outcome;
import dev.wireside.it.faults.Scene;
import dev.wireside.net.Credentials;
import dev.wireside.pop3.CommitUnknownException;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.testkit.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the faults of POP3 are played with: the beginning and the end of a session, and how a client is opened. */
final class Pop3Scenes {
    static final Credentials LOGIN = Credentials.of("ada", Secret.of(Scene.PASSWORD));

    /** A message that is longer than this is one that never ends. */
    static final long LONGEST = 1 << 20;

    static final String IN = """
        S: +OK ready
        C: CAPA
        S: +OK
        !raw TOP\\r\\nUSER\\r\\nUIDL\\r\\n
        S: .
        C: USER ada
        S: +OK
        C: PASS •••
        S: +OK
        C: CAPA
        S: +OK
        !raw TOP\\r\\nUIDL\\r\\n
        S: .
        """;

    /** The same where commands may go ahead of the answers. */
    static final String IN_PIPELINING = """
        S: +OK ready
        C: CAPA
        S: +OK
        !raw TOP\\r\\nUSER\\r\\nUIDL\\r\\nPIPELINING\\r\\n
        S: .
        C: USER ada
        C: PASS •••
        C: CAPA
        S: +OK
        S: +OK
        S: +OK
        !raw TOP\\r\\nUIDL\\r\\nPIPELINING\\r\\n
        S: .
        """;

    static final String OUT = """
        # done
        C: QUIT
        S: +OK bye
        """;

    static final class Pop3 extends Pop3Grammar {
        @Override
        public Optional<Class<? extends Throwable>> inDoubt() {
            return Optional.of(CommitUnknownException.class);
        }
    }

    interface Use {
        Object with(Pop3Client client, Scene scene) throws Exception;
    }

    static Operation<Object> session(Pop3Options options, Use use) {
        return scene -> {
            try (Pop3Client client = Pop3Client.open(scene.server(), LOGIN, in(scene, options))) {
                return use.with(client, scene);
            }
        };
    }

    static Pop3Options in(Scene scene, Pop3Options options) {
        return options.withTlsSettings(scene.tls())
                .withTimeouts(scene.timeouts())
                .withTap(scene.transcript())
                .withMaxMessageSize(LONGEST);
    }

    static Pop3Options clear() {
        return Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).allowingSecretsOnUnencryptedChannel();
    }

    static Operation<Object> clear(Use use) {
        return session(clear(), use);
    }

    static Operation<Object> isOpen(Pop3Options options) {
        return session(options, (client, scene) -> client.isOpen());
    }

    /** QUIT, which deletes, is sent only after the server has said all that stands in this script. */
    static BiConsumer<Outcome, Conversation> quitOnlyBehind(String script) {
        long said = WireScript.parse(script).steps().stream()
                .mapToLong(step -> switch (step) {
                    case WireStep.ServerLine line -> line.bytes().length;
                    case WireStep.ServerBytes raw -> raw.bytes().length;
                    default -> 0;
                })
                .sum();
        return (outcome, heard) -> {
            if (new String(heard.bytes(), StandardCharsets.US_ASCII).contains("QUIT")) {
                assertThat(heard.serverBytes())
                        .as("bytes of the server before QUIT")
                        .isGreaterThanOrEqualTo(said);
            }
        };
    }

    private Pop3Scenes() {}
}
