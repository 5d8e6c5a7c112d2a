package dev.wireside.it.canary;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** All that is printed and logged until this is closed. */
final class Overheard implements AutoCloseable {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final Handler everything = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage()
                    + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Overheard() {
        PrintStream all = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(all);
        System.setErr(all);
        root.addHandler(everything);
        root.setLevel(Level.ALL);
    }

    @Override
    public String toString() {
        return printed.toString(StandardCharsets.UTF_8) + logged;
    }

    @Override
    public void close() {
        root.setLevel(level);
        root.removeHandler(everything);
        System.setErr(err);
        System.setOut(out);
    }
}
