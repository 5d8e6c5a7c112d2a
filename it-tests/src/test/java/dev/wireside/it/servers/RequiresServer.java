package dev.wireside.it.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class talk to a real server, which {@code servers/NAME.sh} starts for the class on free ports and stops
 * after it; test methods may have a {@link RealServer} as parameter.
 *
 * <p>Where the server is not installed the class is skipped, with the reason and what installs it, once more at the end of
 * the build. With {@code WIRESIDE_REQUIRE_REAL_SERVERS=true} in the environment it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealServerExtension.class)
public @interface RequiresServer {
    /** The script's name without {@code .sh}: {@code postfix}. */
    String value();

    /** The loopback address that it listens on. */
    String bind() default "127.0.0.1";

    /** Further settings for the script, as {@code NAME=value}. */
    String[] environment() default {};
}
