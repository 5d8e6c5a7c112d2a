package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySink;
import dev.wireside.net.Credentials;
import dev.wireside.net.Transcript;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.PopResponseCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The POP3 client against Dovecot; in its maildrop are three messages, until the last test deletes one. */
@RequiresServer("dovecot")
@Timeout(60)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DovecotTest {
    private static final Credentials LOGIN = Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD));

    private static Pop3Options options(RealServer dovecot) throws IOException {
        return Pop3Options.defaults().withTls(Pop3Tls.STLS).withTlsSettings(dovecot.tls());
    }

    private static Pop3Client open(RealServer dovecot) throws IOException {
        return Pop3Client.open(dovecot.endpoint(), LOGIN, options(dovecot));
    }

    @Test
    void stls_and_what_it_can_do_then(RealServer dovecot) throws Exception {
        try (Pop3Client maildrop = open(dovecot)) {
            assertThat(maildrop.tls()).isPresent();
            assertThat(maildrop.capabilities().top()).isTrue();
            assertThat(maildrop.capabilities().uidl()).isTrue();
            assertThat(maildrop.capabilities().pipelining()).isTrue();
            assertThat(maildrop.stat().messages()).isEqualTo(3);
        }
    }

    @Test
    void implicit_tls(RealServer dovecot) throws Exception {
        Pop3Options options = options(dovecot).withTls(Pop3Tls.IMPLICIT);
        try (Pop3Client maildrop = Pop3Client.open(dovecot.tlsEndpoint(), LOGIN, options)) {
            maildrop.noop();
        }
    }

    static Stream<BiFunction<String, Secret, SaslMechanism>> mechanisms() {
        return Stream.of(Sasl::plain, Sasl::login, Sasl::cramMd5, Sasl::scramSha1, Sasl::scramSha256);
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void each_mechanism_lets_the_user_in(BiFunction<String, Secret, SaslMechanism> mechanism, RealServer dovecot)
            throws Exception {
        Transcript transcript = new Transcript();
        Pop3Options options = options(dovecot).withSasl(mechanism).withTap(transcript);
        try (Pop3Client maildrop = Pop3Client.open(dovecot.endpoint(), LOGIN, options)) {
            maildrop.noop();
        }
        assertThat(transcript.render()).contains("C: AUTH ").doesNotContain(RealServer.PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void each_mechanism_keeps_a_wrong_password_out(
            BiFunction<String, Secret, SaslMechanism> mechanism, RealServer dovecot) throws Exception {
        Credentials wrong = Credentials.of(RealServer.USER, Secret.of("not the password"));
        Pop3Options options = options(dovecot).withSasl(mechanism);
        assertThatThrownBy(() -> Pop3Client.open(dovecot.endpoint(), wrong, options))
                .isInstanceOfSatisfying(
                        Pop3RefusedException.class,
                        no -> assertThat(no.responseCode()).hasValue(PopResponseCode.AUTH));
    }

    @Test
    void the_strongest_mechanism_is_chosen_also_without_tls(RealServer dovecot) throws Exception {
        Transcript transcript = new Transcript();
        Pop3Options clear = Pop3Options.defaults()
                .withTls(Pop3Tls.UNENCRYPTED)
                .withSaslFloor(SaslStrength.SCRAM_SHA_256)
                .withTap(transcript);
        try (Pop3Client maildrop = Pop3Client.open(dovecot.endpoint(), LOGIN, clear)) {
            maildrop.noop();
        }
        assertThat(transcript.render()).contains("C: AUTH SCRAM-SHA-256 ");
    }

    @Test
    void messages_are_listed_and_fetched_byte_for_byte(RealServer dovecot, @TempDir Path folder) throws Exception {
        List<Path> stored = dovecot.messages();
        try (Pop3Client maildrop = open(dovecot)) {
            List<Listing> listed = maildrop.list();
            assertThat(listed)
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(one.uid()).isPresent());
            assertThat(listed.stream().map(Listing::uid).distinct()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                String expected = Files.readString(stored.get(i)).replace("\n", "\r\n");
                Listing one = listed.get(i);
                assertThat(one.size()).hasValue(expected.length());
                assertThat(maildrop.retrieve(one, BodySink.text(1_000_000))).isEqualTo(expected);
                Path file = maildrop.retrieve(one, BodySink.toFile(folder.resolve(i + ".eml")));
                assertThat(Files.readString(file)).isEqualTo(expected);
                String header = expected.substring(0, expected.indexOf("\r\n\r\n") + 4);
                assertThat(maildrop.top(one, 0, BodySink.text(10_000))).isEqualTo(header);
            }
            assertThat(maildrop.top(listed.getFirst(), 2, BodySink.text(10_000)))
                    .endsWith("\r\n\r\nfirst line\r\n.a line with a dot\r\n");
        }
    }

    @Test
    void a_refusal_leaves_the_session_usable(RealServer dovecot) throws Exception {
        try (Pop3Client maildrop = open(dovecot)) {
            assertThatThrownBy(() -> maildrop.list(9)).isInstanceOf(Pop3RefusedException.class);
            assertThat(maildrop.list(1).number()).isEqualTo(1);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void only_commit_deletes(RealServer dovecot) throws Exception {
        try (Pop3Client maildrop = open(dovecot)) {
            maildrop.markDeleted(maildrop.list().getFirst());
            assertThat(maildrop.stat().messages()).isEqualTo(2);
        }
        try (Pop3Client maildrop = open(dovecot)) {
            assertThat(maildrop.list()).as("closed without commit").hasSize(3);
            maildrop.markDeleted(maildrop.list().getFirst());
            maildrop.reset();
            maildrop.markDeleted(maildrop.list().getLast());
            maildrop.commit();
        }
        try (Pop3Client maildrop = open(dovecot)) {
            assertThat(maildrop.list()).hasSize(2);
            assertThat(maildrop.retrieve(maildrop.list().getFirst(), BodySink.text(10_000)))
                    .contains("Subject: one");
        }
        assertThat(dovecot.messages()).hasSize(2);
    }
}
