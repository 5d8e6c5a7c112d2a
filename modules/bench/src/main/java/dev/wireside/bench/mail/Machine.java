package dev.wireside.bench.mail;

import dev.wireside.smtp.SmtpClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;

/** Where and with what it was measured. */
final class Machine {
    private static final String ANGUS = "/META-INF/maven/org.eclipse.angus/angus-mail/pom.properties";

    private Machine() {}

    static String describe() throws IOException {
        return LocalDate.now(ZoneId.systemDefault()) + ", JDK " + System.getProperty("java.vm.vendor") + " "
                + System.getProperty("java.runtime.version")
                + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " × " + cpu() + ", load average at the start " + load()
                + (Jvm.canPin() ? "" : ", no taskset: nothing is kept on one CPU")
                + "; Angus Mail " + angus() + ", Wireside " + wireside();
    }

    static String load() {
        return Shown.number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        List<String> lines = Files.exists(info) ? Files.readAllLines(info) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String angus() throws IOException {
        try (InputStream in = Machine.class.getResourceAsStream(ANGUS)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }

    private static String wireside() {
        String version = SmtpClient.class.getPackage().getImplementationVersion();
        return version == null ? "from its classes" : version;
    }
}
