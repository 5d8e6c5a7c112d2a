package dev.wireside.smtp;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Endpoint;
import dev.wireside.testkit.Conversation;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A server whose script stands in the test: what it offers, and then the dialogue behind EHLO. */
final class BatchServer implements AutoCloseable {
    static final String PIPELINING = "PIPELINING";
    static final String CHUNKING = "PIPELINING CHUNKING";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ScriptedServer server;

    private BatchServer(ScriptedServer server) {
        this.server = server;
    }

    /** @param offered keywords between spaces */
    static BatchServer plays(String offered, String dialogue) throws IOException {
        return new BatchServer(ScriptedServer.play(script("EHLO", offered, dialogue), options()));
    }

    static BatchServer playsLmtp(String offered, String dialogue) throws IOException {
        return new BatchServer(ScriptedServer.play(script("LHLO", offered, dialogue), options()));
    }

    /** For a client that is going to leave the script. */
    static BatchServer playsWithoutVerification(String offered, String dialogue) throws IOException {
        return new BatchServer(
                ScriptedServer.play(script("EHLO", offered, dialogue), options().withoutVerification()));
    }

    private static ServerOptions options() {
        return ServerOptions.defaults().withDelivery(Delivery.WHOLE).withPatience(PATIENCE);
    }

    private static WireScript script(String hello, String offered, String dialogue) {
        StringBuilder script = new StringBuilder(
                "S: 220 mail.example.org\nC: " + hello + " client.example\nS: 250-mail.example.org\n");
        for (String keyword : offered.split(" ", -1)) {
            script.append("S: 250-").append(keyword).append('\n');
        }
        return WireScript.parse(script.append("S: 250 HELP\n").append(dialogue).toString());
    }

    SmtpOptions options(ChunkingUse chunking) {
        return SmtpOptions.defaults()
                .withTls(SmtpTls.UNENCRYPTED)
                .withClientName("client.example")
                .withChunking(chunking)
                .withTimeouts(SmtpTimeouts.defaults().cappedAt(PATIENCE));
    }

    Endpoint endpoint() {
        return Endpoint.of(server.host(), server.port());
    }

    SmtpClient connect() throws IOException {
        return SmtpClient.connect(endpoint(), options(ChunkingUse.WHEN_OFFERED));
    }

    LmtpClient connectLmtp() throws IOException {
        return LmtpClient.connect(endpoint(), options(ChunkingUse.WHEN_OFFERED));
    }

    Conversation conversation() {
        return server.conversations().getFirst();
    }

    /** The commands behind EHLO, to be looked at after {@link #close}. */
    List<String> commands() {
        List<String> lines = conversation().lines();
        return lines.subList(1, lines.size());
    }

    String bodies() {
        StringBuilder all = new StringBuilder();
        conversation().bodies().forEach(body -> all.append(new String(body.bytes(), StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
