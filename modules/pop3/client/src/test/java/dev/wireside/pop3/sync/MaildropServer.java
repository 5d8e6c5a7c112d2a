package dev.wireside.pop3.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.wireside.codec.Secret;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Timeouts;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A POP3 server whose maildrop outlives its sessions. It deletes what was marked only at QUIT. */
final class MaildropServer implements AutoCloseable {
    /** A message of the maildrop; two may have the same unique id, and any may have an empty one. */
    record Mail(String uid, String text) {}

    /** What happens to a session whose hook throws this: it ends without an answer. */
    static final class HangUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a {@link #quirk} ends with after which the server hangs up; without it, a CRLF follows. */
    static final String CUT = "\0";

    private final ServerSocket listener;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    volatile List<Mail> mails = List.of();
    volatile List<String> capabilities = List.of("UIDL", "TOP", "USER");
    /** Called with each command before it is carried out, and with {@code "QUIT done"} after the deleting. */
    volatile Consumer<String> hook = command -> {};
    /** Makes another answer of a command's own one; {@code ""} for the own. */
    volatile UnaryOperator<String> quirk = command -> "";

    MaildropServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What clients sent after the login, since the last call. */
    List<String> commands() {
        List<String> sent = List.copyOf(commands);
        commands.clear();
        return sent;
    }

    Pop3Client open() throws IOException {
        return open(port());
    }

    static Pop3Client open(int port) throws IOException {
        Pop3Options options = Pop3Options.defaults()
                .withTls(Pop3Tls.UNENCRYPTED)
                .allowingSecretsOnUnencryptedChannel()
                .withTimeouts(Timeouts.defaults().withReply(Duration.ofSeconds(20)));
        return Pop3Client.open(Endpoint.of("127.0.0.1", port), Credentials.of("ada", Secret.of("sesame")), options);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true); // pipelined answers are small, and nobody is to wait for a late ACK
            new Session(socket).run();
        } catch (IOException | HangUp over) {
            // the client sees the end of the connection
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** One connection; numbers mean what they meant when it began. */
    private final class Session {
        private final InputStream in;
        private final OutputStream out;
        private final List<Mail> drop = mails;
        private final Set<Integer> marked = new LinkedHashSet<>();

        Session(Socket socket) throws IOException {
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
        }

        void run() throws IOException {
            say("+OK ready");
            String command = "";
            while (!command.equals("QUIT")) {
                command = read();
                if (!command.matches("CAPA|USER.*|PASS.*")) {
                    commands.add(command);
                    hook.accept(command);
                }
                String other = quirk.apply(command);
                if (other.isEmpty()) {
                    answer(command.split(" "));
                } else {
                    say(other);
                }
            }
        }

        private String read() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            if (in.available() == 0) {
                out.flush();
            }
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("the client left");
                }
                line.write(b);
            }
            return line.toString(ISO_8859_1).strip();
        }

        private void say(String line) throws IOException {
            if (line.endsWith(CUT)) {
                out.write(line.substring(0, line.length() - CUT.length()).getBytes(ISO_8859_1));
                out.flush();
                throw new HangUp();
            }
            out.write((line + "\r\n").getBytes(ISO_8859_1));
            out.flush();
        }

        private void answer(String[] words) throws IOException {
            switch (words[0]) {
                case "CAPA" -> lines(capabilities);
                case "USER", "PASS", "NOOP" -> say("+OK");
                case "RSET" -> {
                    marked.clear();
                    say("+OK");
                }
                case "LIST" -> lines(each(mail -> " " + mail.text().length()));
                case "UIDL" -> lines(each(mail -> " " + mail.uid()));
                case "RETR" -> body(words[1], mail(words).text());
                case "TOP" -> body(words[1], mail(words).text().replaceFirst("(?s)\r\n\r\n.*", "\r\n\r\n"));
                case "DELE" -> {
                    marked.add(Integer.parseInt(words[1]));
                    say("+OK");
                }
                case "QUIT" -> quit();
                default -> say("-ERR what?");
            }
        }

        private Mail mail(String[] words) {
            return drop.get(Integer.parseInt(words[1]) - 1);
        }

        private List<String> each(Function<Mail, String> what) {
            List<String> lines = new ArrayList<>();
            for (int number = 1; number <= drop.size(); number++) {
                if (!marked.contains(number)) {
                    lines.add(number + what.apply(drop.get(number - 1)));
                }
            }
            return lines;
        }

        private void lines(List<String> lines) throws IOException {
            StringBuilder text = new StringBuilder("+OK\r\n");
            lines.forEach(line -> text.append(line).append("\r\n"));
            say(text + ".");
        }

        private void body(String number, String text) throws IOException {
            out.write(("+OK message " + number + "\r\n" + text.replaceAll("(?m)^\\.", "..") + ".\r\n")
                    .getBytes(ISO_8859_1));
            out.flush();
        }

        private void quit() throws IOException {
            if (!marked.isEmpty()) {
                List<Mail> left = new ArrayList<>();
                for (int number = 1; number <= drop.size(); number++) {
                    if (!marked.contains(number)) {
                        left.add(drop.get(number - 1));
                    }
                }
                mails = List.copyOf(left);
            }
            hook.accept("QUIT done");
            say("+OK bye");
        }
    }
}
