package dev.wireside.it.servers;

import dev.wireside.net.Endpoint;
import dev.wireside.net.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real server on loopback, started by one of the scripts in {@code servers/}; what they have in common is in common.sh. */
public final class RealServer implements AutoCloseable {
    /** The one user that every script makes. */
    public static final String USER = "wireside";

    /** That user's password. */
    public static final String PASSWORD = "wireside-Pw1";

    private static final Path SCRIPTS = Path.of("servers");

    /** Between looking for a free port and binding it somebody else may take it. */
    private static final int ATTEMPTS = 3;

    private static final int STOPS_WITHIN_SECONDS = 15;

    private final Process script;
    private final Path state;
    private final String host;
    private final int port;
    private final int tlsPort;
    private final int lmtpPort;

    private RealServer(Process script, Path state, String host, int port, int tlsPort, int lmtpPort) {
        this.script = script;
        this.state = state;
        this.host = host;
        this.port = port;
        this.tlsPort = tlsPort;
        this.lmtpPort = lmtpPort;
    }

    /** Why this server cannot be started here, as its script says; empty if it can. */
    static String reasonNotToStart(String name) {
        try {
            Process check = new ProcessBuilder(
                            "bash", SCRIPTS.resolve(name + ".sh").toString(), "--check")
                    .redirectErrorStream(true)
                    .start();
            check.getOutputStream().close();
            String said = read(check.getInputStream()).strip();
            return check.waitFor() == 0 ? "" : said.isEmpty() ? name + ".sh --check failed" : said;
        } catch (IOException noBash) {
            return name + " needs bash (" + noBash.getMessage() + ")";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "the test was interrupted";
        }
    }

    /** Whether this machine has such an address; many containers have no IPv6. */
    static boolean isAddressHere(String bind) {
        try {
            return freePort(bind) > 0;
        } catch (IOException none) {
            return false;
        }
    }

    static RealServer start(String name, String bind, List<String> environment) throws IOException {
        IOException last = new IOException("never tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return startOnce(name, bind, environment);
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw last;
    }

    private static RealServer startOnce(String name, String bind, List<String> environment) throws IOException {
        Path state = Files.createTempDirectory("wireside-" + name);
        int port = freePort(bind);
        int tlsPort = freePort(bind);
        int lmtpPort = freePort(bind);
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                SCRIPTS.resolve(name + ".sh").toString(),
                String.valueOf(port),
                String.valueOf(tlsPort),
                String.valueOf(lmtpPort));
        builder.environment().put("STATE_DIR", state.toString());
        builder.environment().put("BIND", bind);
        builder.environment().put("WIRESIDE_PASSWORD", PASSWORD);
        for (String setting : environment) {
            builder.environment()
                    .put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        Path errors = Files.createTempFile("wireside-" + name, ".log");
        Process script = builder.redirectError(errors.toFile()).start();
        try {
            BufferedReader out = script.inputReader(StandardCharsets.UTF_8);
            String said = out.readLine();
            if (!("READY " + port).equals(said)) {
                script.destroy();
                throw new IOException(name + ".sh said " + said + "\n" + Files.readString(errors));
            }
            return new RealServer(script, state, bind, port, tlsPort, lmtpPort);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private static int freePort(String bind) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(bind))) {
            return probe.getLocalPort();
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Where it speaks its protocol in clear, and upgrades to TLS. */
    public Endpoint endpoint() {
        return Endpoint.of(host, port);
    }

    /** Where it speaks TLS from the first byte. */
    public Endpoint tlsEndpoint() {
        return Endpoint.of(host, tlsPort);
    }

    /** Where Dovecot speaks LMTP, and upgrades to TLS. */
    public Endpoint lmtpEndpoint() {
        return Endpoint.of(host, lmtpPort);
    }

    /** Trusts the authority that the script made for this server. */
    public Tls tls() throws IOException {
        try (InputStream pem = Files.newInputStream(state.resolve("tls/ca.pem"))) {
            return Tls.defaults().trusting((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(pem));
        } catch (CertificateException broken) {
            throw new IOException("the script made no certificate", broken);
        }
    }

    /** The Maildir of {@link #USER}. */
    public Path maildir() {
        return maildir(USER);
    }

    private Path maildir(String user) {
        return state.resolve("mail").resolve(user);
    }

    /** The messages in {@link #maildir()}, oldest first; empty as long as there is no Maildir. */
    public List<Path> messages() throws IOException {
        return messages(USER);
    }

    /** The messages in the Maildir of this user, oldest first; empty as long as there is no Maildir. */
    public List<Path> messages(String user) throws IOException {
        if (!Files.isDirectory(maildir(user))) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(maildir(user), 2)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> List.of("new", "cur")
                            .contains(file.getParent().getFileName().toString()))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }

    /** Stops it, by the end of the script's standard input, and waits until it has cleaned up. */
    @Override
    public void close() throws IOException {
        script.getOutputStream().close();
        try {
            if (!script.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                script.destroyForcibly();
                throw new IOException("the server's script did not stop within " + STOPS_WITHIN_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            script.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
