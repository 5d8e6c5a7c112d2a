package dev.wireside.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** What the command writes to, and whether somebody looks at it. */
final class Screen {
    /** Back to the first column, and the line is empty. */
    private static final String ERASE = "\r\033[K";

    private final OutputStream out;
    private final PrintStream err;
    private final boolean coloured;
    private final boolean progressing;
    private final int width;
    private volatile boolean silent;

    private Screen(OutputStream out, PrintStream err, boolean coloured, boolean progressing, int width) {
        this.out = out;
        this.err = err;
        this.coloured = coloured;
        this.progressing = progressing;
        this.width = width;
    }

    /** A pipe or a file: plain text of this width, no progress. */
    static Screen plain(OutputStream out, PrintStream err, int width) {
        return new Screen(out, err, false, false, width);
    }

    /** The process's own streams; colours unless somebody said <a href="https://no-color.org">NO_COLOR</a>. */
    static Screen ofProcess(int plainWidth) {
        // Not System.out, which keeps its errors to itself: a full disk has to be noticed.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        try {
            TerminalProvider terminal = TerminalProvider.load("ffm");
            boolean seen = terminal.isSystemStream(SystemStream.Output);
            boolean capable = !"dumb".equals(System.getenv("TERM")) && System.getenv("NO_COLOR") == null;
            int width = seen ? terminal.systemStreamWidth(SystemStream.Output) : plainWidth;
            boolean watched = terminal.isSystemStream(SystemStream.Error);
            return new Screen(out, err, seen && capable, watched, width > 0 ? width : plainWidth);
        } catch (IOException | RuntimeException | LinkageError unknownPlatform) {
            return plain(out, err, plainWidth);
        }
    }

    boolean coloured() {
        return coloured;
    }

    int width() {
        return width;
    }

    /** To standard output, as UTF-8. A reader that has gone has what it wanted, as {@code head} does. */
    void print(String text) throws IOException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException stopped) {
            if (!String.valueOf(stopped.getMessage()).contains("Broken pipe")) {
                throw stopped;
            }
        }
    }

    /** Where picocli writes its help to. */
    PrintWriter writer() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** One sentence to standard error. */
    void complain(String sentence) {
        if (!silent) {
            err.println("wireside: " + sentence);
        }
    }

    /** Where it happened, to standard error. */
    void trace(Throwable problem) {
        if (!silent) {
            problem.printStackTrace(err);
        }
    }

    /** The last sentence: what fails from now on fails because of it. */
    void complainFinally(String sentence) {
        progress("");
        complain(sentence);
        silent = true;
    }

    /** Replaces the progress line, where somebody looks. */
    void progress(String text) {
        if (progressing && !silent) {
            err.print(ERASE + text);
            err.flush();
        }
    }
}
