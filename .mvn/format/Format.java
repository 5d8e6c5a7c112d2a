import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Checks or rewrites every Java file below the given files and directories:
 * {@code Format.java --check|--fix PATH... [--report FILE]}. The report is there afterwards only if a check found something,
 * and then the exit code is 3; 1 means that a file is not Java.
 *
 * <p>A program of our own because the formatter must run on the JDK that understands the sources, while the usual plugins
 * run it inside Maven, and Maven may be running on an older Java.
 */
final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            // Drawings, tables and grammars in comments stay as their author laid them out.
            .formatJavadoc(false)
            .build());

    public static void main(String[] args) throws IOException {
        var fix = false;
        Path report = null;
        var files = new ArrayList<Path>();
        for (var i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--check" -> fix = false;
                case "--fix" -> fix = true;
                case "--report" -> report = Path.of(args[++i]);
                default -> collect(Path.of(args[i]).normalize(), files);
            }
        }

        Map<Path, String> changed = new ConcurrentSkipListMap<>();
        Map<Path, String> broken = new ConcurrentSkipListMap<>();
        files.parallelStream().forEach(file -> {
            try {
                var before = Files.readString(file);
                var after = FORMATTER.formatSourceAndFixImports(before.replace("\r\n", "\n"));
                if (!after.equals(before)) {
                    changed.put(file, after);
                }
            } catch (FormatterException | IOException e) {
                broken.put(file, String.valueOf(e.getMessage()));
            }
        });

        broken.forEach((file, why) -> System.err.println("Not valid Java: " + file + ": " + why));
        if (report != null) {
            Files.deleteIfExists(report);
        }
        if (fix) {
            for (var entry : changed.entrySet()) {
                Files.writeString(entry.getKey(), entry.getValue());
                System.out.println("formatted " + entry.getKey());
            }
        } else if (!changed.isEmpty()) {
            var list = new StringBuilder("Not formatted as the project formats its sources:\n");
            var here = Path.of("").toAbsolutePath();
            for (var file : changed.keySet()) {
                list.append("  ")
                        .append(file.startsWith(here) ? here.relativize(file) : file)
                        .append('\n');
            }
            System.err.print(list);
            if (report != null) {
                Files.createDirectories(report.getParent());
                Files.writeString(report, list);
            }
        }
        System.exit(!broken.isEmpty() ? 1 : !fix && !changed.isEmpty() ? 3 : 0);
    }

    private static void collect(Path root, List<Path> into) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                var name = String.valueOf(dir.getFileName());
                var generated = name.equals("target") || (name.startsWith(".") && !dir.equals(root));
                return generated ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    into.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
