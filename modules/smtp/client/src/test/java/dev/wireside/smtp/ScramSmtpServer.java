package dev.wireside.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A server that really does SCRAM-SHA-256, which no script can: its answers depend on the client's nonce. One connection. */
final class ScramSmtpServer implements AutoCloseable {
    /** How the login goes on the server's side. */
    enum Manner {
        HONEST,
        WRONG_SIGNATURE,
        SUCCESS_WITHOUT_PROOF
    }

    private static final byte[] SALT = "salt of the test".getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 4096;
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<String> lines = new ArrayList<>();
    private final String password;
    private final Manner manner;
    private final Thread thread;

    ScramSmtpServer(String password, Manner manner) throws IOException {
        this.password = password;
        this.manner = manner;
        thread = Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What the client said, to be looked at after {@link #close}. */
    List<String> lines() {
        return lines;
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            say(out, "220 mail.example.org ESMTP");
            hear(in);
            say(out, "250-mail.example.org");
            say(out, "250 AUTH SCRAM-SHA-256 PLAIN");
            login(in, out);
            String last = hear(in);
            say(out, last.equals("*") ? "501 5.7.0 cancelled" : "221 bye");
        } catch (IOException | GeneralSecurityException over) {
            lines.add("broken: " + over);
        }
    }

    private void login(BufferedReader in, OutputStream out) throws IOException, GeneralSecurityException {
        String auth = hear(in);
        String clientFirst = decode(auth.substring(auth.lastIndexOf(' ') + 1));
        String bare = clientFirst.substring(clientFirst.indexOf("n=", 2));
        String nonce = bare.substring(bare.indexOf("r=") + 2) + "server";
        if (manner == Manner.SUCCESS_WITHOUT_PROOF) {
            say(out, "235 2.7.0 come in");
            return;
        }
        String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
        say(out, "334 " + encode(serverFirst.getBytes(StandardCharsets.US_ASCII)));

        String clientFinal = decode(hear(in));
        String withoutProof = clientFinal.substring(0, clientFinal.indexOf(",p="));
        byte[] proof = Base64.getDecoder().decode(clientFinal.substring(clientFinal.indexOf(",p=") + 3));
        byte[] authMessage = (bare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.US_ASCII);
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256))
                .getEncoded();
        if (!isRight(proof, hmac(salted, "Client Key"), authMessage)) {
            say(out, "535 5.7.8 wrong password");
            return;
        }
        byte[] signature = hmac(hmac(salted, "Server Key"), authMessage);
        if (manner == Manner.WRONG_SIGNATURE) {
            signature[0]++;
        }
        say(out, "334 " + encode(("v=" + encode(signature)).getBytes(StandardCharsets.US_ASCII)));
        if (manner == Manner.HONEST) {
            hear(in);
            say(out, "235 2.7.0 welcome");
        }
    }

    /** RFC 5802 section 3: ClientProof XOR ClientSignature is the ClientKey. */
    private static boolean isRight(byte[] proof, byte[] clientKey, byte[] authMessage) throws GeneralSecurityException {
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        byte[] signature = hmac(storedKey, authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        return MessageDigest.isEqual(proof, clientKey);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        return hmac(key, text.getBytes(StandardCharsets.US_ASCII));
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
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    private String hear(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the client has left");
        }
        lines.add(line);
        return line;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
