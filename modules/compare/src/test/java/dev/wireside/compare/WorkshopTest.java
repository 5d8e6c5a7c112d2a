package dev.wireside.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkshopTest {
    private static final String NO_SPACE = "No space left on device";

    @TempDir
    Path directory;

    @Test
    void what_a_client_says_about_our_own_disk_is_no_bug() {
        assertThatThrownBy(() -> Meter.run(() -> {
                    throw new IOException(NO_SPACE);
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage(NO_SPACE);
        assertThatThrownBy(() -> Meter.run(() -> {
                    throw new IllegalArgumentException("oops");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("oops");
    }

    @Test
    void a_problem_without_a_name_gets_that_of_the_directory() throws IOException {
        try (Workshop workshop = new Workshop(directory)) {
            assertThat(workshop.named(new UncheckedIOException(new IOException(NO_SPACE))))
                    .isInstanceOfSatisfying(FileSystemException.class, named -> {
                        assertThat(named.getFile())
                                .startsWith(
                                        directory.resolve("wireside-compare").toString());
                        assertThat(named.getReason()).isEqualTo(NO_SPACE);
                    });
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_run_leaves_nothing_behind() throws IOException {
        try (Workshop workshop = new Workshop(directory)) {
            Path run = workshop.newDirectory();
            Files.writeString(run.resolve("1.eml"), "fetched");
            Workshop.remove(run);
            assertThat(run).doesNotExist();
        }
    }

    @Test
    void a_directory_for_temporary_files_that_is_missing() {
        assertThatThrownBy(() -> new Workshop(directory.resolve("none")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageEndingWith("it is the directory for temporary files, and it is not there");
    }
}
