package dev.wireside.compare;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.ServerSideListener;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A kind of server, to be started afresh for each run, on loopback and a free port. */
interface Stage {
    /** By this name in all pages. */
    String GREENMAIL = "GreenMail 2.1.13";

    /** The same. */
    String SCRIPTED = "Wireside's scripted server";

    /** Who it is, for people. */
    String name();

    /** Starts it. The listener hears plaintext; a server that has no end for it to listen at ignores it. */
    Server start(ServerSideListener listener) throws IOException;

    /** A server that runs. */
    interface Server extends AutoCloseable {
        int port();

        /** What the server has at the end, where its own memory is the only evidence. */
        default List<String> evidence() {
            return List.of();
        }

        @Override
        void close();
    }

    /** Our scripted server, the same on every connection. */
    static Stage scripted(String name, WireScript script) {
        return scripted(name, options -> ScriptedServer.play(script, options));
    }

    /** Our scripted server, which plays these on successive connections. */
    static Stage scriptedInTurn(String name, List<WireScript> scripts) {
        return scripted(name, options -> ScriptedServer.playInTurn(scripts, options));
    }

    /** Starts a scripted server. */
    interface Scripted {
        ScriptedServer with(ServerOptions options) throws IOException;
    }

    private static Stage scripted(String name, Scripted scripted) {
        return new Stage() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Server start(ServerSideListener listener) throws IOException {
                ServerOptions options =
                        ServerOptions.defaults().withListener(listener).withoutVerification();
                ScriptedServer server = scripted.with(options);
                return new Server() {
                    @Override
                    public int port() {
                        return server.port();
                    }

                    @Override
                    public void close() {
                        server.close();
                    }
                };
            }
        };
    }

    /** GreenMail with one user, and so many messages in the user's maildrop. */
    static Stage greenMail(Protocol protocol, String login, String password, int messages) {
        return new Stage() {
            @Override
            public String name() {
                return GREENMAIL;
            }

            @Override
            public Server start(ServerSideListener listener) {
                return new GreenMailServer(protocol, login, password, messages);
            }
        };
    }

    /** GreenMail, running. */
    final class GreenMailServer implements Server {
        private final GreenMail greenMail;
        private final GreenMailUser user;
        private final int port;

        GreenMailServer(Protocol protocol, String login, String password, int messages) {
            greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol.id()));
            greenMail.start();
            user = greenMail.setUser(login + "@example.org", login, password);
            for (int number = 1; number <= messages; number++) {
                user.deliver(message(number));
            }
            port = protocol == Protocol.SMTP
                    ? greenMail.getSmtp().getPort()
                    : greenMail.getPop3().getPort();
        }

        private static MimeMessage message(int number) {
            String text = "From: Ada <ada@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: Message " + number
                    + "\r\n\r\n" + "A line of message " + number + ".\r\n".repeat(1 + number);
            try {
                return new MimeMessage(null, new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
            } catch (MessagingException impossible) {
                throw new IllegalStateException("cannot make a message", impossible);
            }
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public List<String> evidence() {
            List<String> left = new ArrayList<>();
            for (MimeMessage message : greenMail.getReceivedMessages()) {
                try {
                    left.add("on the server: " + message.getSubject());
                } catch (MessagingException broken) {
                    throw new IllegalStateException("GreenMail has lost a header", broken);
                }
            }
            return left;
        }

        @Override
        public void close() {
            greenMail.stop();
        }
    }
}
