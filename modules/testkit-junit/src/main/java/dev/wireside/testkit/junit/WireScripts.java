package dev.wireside.testkit.junit;

import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ServerCertificate;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Before the test a {@link dev.wireside.testkit.ScriptedServer} starts to play these scripts on a free port of 127.0.0.1;
 * the test gets it as its parameter. After the test and its {@code @AfterEach} methods the server is closed, and the test
 * fails if the dialogue was another one.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WireServerExtension.class)
public @interface WireScripts {
    /**
     * The scripts, as resources relative to the test class (or absolute, with a leading slash). One is played on every
     * connection; several are played in turn, each on one connection.
     */
    String[] value();

    /** How the server's bytes are cut into writes. */
    Delivery delivery() default Delivery.WHOLE;

    /** What the server shows in a TLS handshake. */
    ServerCertificate certificate() default ServerCertificate.VALID;
}
