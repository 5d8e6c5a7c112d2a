package dev.wireside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ExitCodeTest {
    static Stream<Arguments> problems() {
        return Stream.of(
                arguments(
                        new NoSuchFileException("d/x.html"), 3, "there is no directory for d/x.html; create it first"),
                arguments(new NotDirectoryException("x"), 3, "x is not a directory"),
                arguments(new AccessDeniedException("x"), 3, "not allowed to write x"),
                arguments(
                        new FileSystemException("x", null, "Read-only file system"),
                        3,
                        "cannot write x: Read-only file system"),
                arguments(new FileSystemException("x"), 3, "cannot write x: FileSystemException"),
                arguments(new FileSystemException("x", null, "No space left on device"), 4, "no space is left for x"),
                arguments(new IOException("No space left on device"), 4, "no space is left for the output"),
                arguments(
                        new UncheckedIOException(new IOException("No space left on device")),
                        4,
                        "no space is left for the output"),
                arguments(
                        new UnknownHostException("nowhere.example"),
                        5,
                        "the host nowhere.example is unknown; check its name and the network"),
                arguments(
                        new ConnectException("Connection refused"),
                        5,
                        "the network does not let us: Connection refused"),
                arguments(
                        new NoRouteToHostException("No route to host"),
                        5,
                        "the network does not let us: No route to host"),
                arguments(
                        new BindException("Address already in use"),
                        5,
                        "the network does not let us: Address already in use"),
                arguments(new IOException("odd"), 3, "cannot read or write: odd"),
                arguments(new InterruptedException(), 130, "interrupted"),
                arguments(
                        new IllegalStateException("oops"),
                        1,
                        "this should not have happened: java.lang.IllegalStateException: oops; --verbose shows where"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void each_problem_is_a_sentence_and_a_code(Exception problem, int code, String sentence) {
        ExitCode.Failure failure = ExitCode.of(problem);
        assertThat(failure.code().number()).isEqualTo(code);
        assertThat(failure.sentence()).isEqualTo(sentence).doesNotContain("\n");
    }

    @Test
    void no_two_endings_have_the_same_code() {
        assertThat(Stream.of(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
    }
}
