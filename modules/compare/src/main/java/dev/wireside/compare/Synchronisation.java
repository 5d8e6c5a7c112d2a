package dev.wireside.compare;

import dev.wireside.pop3.vs.Pop3Task;
import dev.wireside.pop3.vs.Pop3Task.Outcome;
import dev.wireside.pop3.vs.Pop3Task.Synced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Two sessions that know of each other by what is on the disk. */
final class Synchronisation {
    private static final String RECORD = "fetched";

    private Synchronisation() {}

    /** One after the other. */
    static List<Outcome<Synced>> twice(Pop3Task task, Pop3Task.Account account, Task.Place place) throws IOException {
        Path record = place.workshop().newDirectory().resolve(RECORD);
        Outcome<Synced> first = task.sync(account, record, place.directory(), () -> {});
        Outcome<Synced> second = task.sync(account, record, place.directory(), () -> {});
        return List.of(first, second);
    }

    /**
     * The first is killed when its first message is stored: the second has a disk with what had been written by then. Nobody
     * sees what the first does afterwards.
     */
    static Outcome<Synced> killedOnce(Pop3Task task, Pop3Task.Account account, Task.Place place) throws IOException {
        Path records = place.workshop().newDirectory();
        Path files = place.workshop().newDirectory();
        Path recordsLeft = place.workshop().newDirectory();
        Outcome<Synced> unseen = task.sync(account, records.resolve(RECORD), files, () -> {
            if (isEmpty(place.directory())) {
                copy(records, recordsLeft);
                copy(files, place.directory());
            }
        });
        if (unseen.values().isEmpty()) {
            throw new IllegalStateException("nothing was fetched before the program was killed");
        }
        return task.sync(account, recordsLeft.resolve(RECORD), place.directory(), () -> {});
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException ourDisk) {
            throw new UncheckedIOException(ourDisk);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException ourDisk) {
            throw new UncheckedIOException(ourDisk);
        }
    }
}
