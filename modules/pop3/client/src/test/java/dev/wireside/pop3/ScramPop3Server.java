package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wireside.net.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** One session with AUTH SCRAM-SHA-256 (RFC 5802, 7677): a script cannot do it, for it has to compute. */
final class ScramPop3Server implements AutoCloseable {
    private static final byte[] SALT = "a grain of salt".getBytes(US_ASCII);
    private static final int ITERATIONS = 4096;

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final String password;
    private final boolean lying;

    ScramPop3Server(String password) throws IOException {
        this(password, false);
    }

    private ScramPop3Server(String password, boolean lying) throws IOException {
        this.password = password;
        this.lying = lying;
        Thread.ofVirtual().start(this::serve);
    }

    /** Lets everybody in, and proves nothing. */
    static ScramPop3Server lying(String password) throws IOException {
        return new ScramPop3Server(password, true);
    }

    Endpoint endpoint() {
        return Endpoint.of("127.0.0.1", listening.getLocalPort());
    }

    private void serve() {
        try (Socket socket = listening.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.setSoTimeout(10_000);
            say(socket, "+OK ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line) {
                    case "CAPA" -> say(socket, "+OK\r\nSASL PLAIN SCRAM-SHA-256\r\n.");
                    case "STAT" -> say(socket, "+OK 0 0");
                    case "QUIT" -> say(socket, "+OK");
                    default -> authenticate(line, in, socket);
                }
            }
        } catch (IOException | GeneralSecurityException clientIsGone) {
            // The test looks at the client.
        }
    }

    private void authenticate(String line, BufferedReader in, Socket socket)
            throws IOException, GeneralSecurityException {
        String clientFirst = decode(line.substring("AUTH SCRAM-SHA-256 ".length()));
        String bare = clientFirst.substring("n,,".length());
        String serverFirst = bare.substring(bare.indexOf("r=")) + "Srv,s="
                + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
        say(socket, "+ " + encode(serverFirst.getBytes(US_ASCII)));
        String clientFinal = decode(in.readLine());
        int proofAt = clientFinal.lastIndexOf(",p=");
        byte[] message = (bare + "," + serverFirst + "," + clientFinal.substring(0, proofAt)).getBytes(US_ASCII);

        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key".getBytes(US_ASCII));
        byte[] proof = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        if (!Arrays.equals(proof, Base64.getDecoder().decode(clientFinal.substring(proofAt + 3)))) {
            say(socket, "-ERR [AUTH] wrong");
            return;
        }
        byte[] signature = hmac(hmac(salted, "Server Key".getBytes(US_ASCII)), message);
        signature[0] ^= (byte) (lying ? 1 : 0);
        say(socket, "+ " + encode(("v=" + encode(signature)).getBytes(US_ASCII)));
        if (in.readLine().isEmpty()) {
            say(socket, "+OK logged in");
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), US_ASCII);
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
