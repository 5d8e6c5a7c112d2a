package dev.wireside.bench.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every case with a handful of messages, so that the benchmark works on the day it is needed. Nothing is timed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MailBenchTest {
    @TempDir
    private static Path directory;

    private static Path file;
    private static Ports ports;

    @BeforeAll
    static void start() throws IOException {
        file = directory.resolve("figures.bin");
        Files.write(file, new byte[(int) Scale.TINY.file]);
        ports = Servers.start(false, Scale.TINY.large, Scale.TINY.huge);
    }

    @ParameterizedTest
    @EnumSource
    void every_contender_of_a_case_moves_what_it_should(MailCase which) throws Exception {
        MailCase.Setting setting = new MailCase.Setting(ports, Scale.TINY, file);
        List<String> lines = new ArrayList<>();
        Repetitions.run(which, setting, 1, ".*", lines::add);

        List<Sample> samples = lines.stream()
                .filter(line -> line.startsWith(Repetitions.SAMPLE))
                .map(line -> Sample.parse(line.substring(Repetitions.SAMPLE.length())))
                .toList();
        Outcome outcome = new Outcome(which, Scale.TINY, samples, 2e7);
        assertThat(outcome.contenders()).contains(MailCase.LIMIT, MailCase.WIRESIDE);
        assertThat(samples).hasSameSizeAs(outcome.contenders());
        assertThat(outcome.table()).contains("| wireside |");
        assertThat(which.targets())
                .allSatisfy(
                        target -> assertThat(target.judge(outcome).measured()).isNotEqualTo("not measured"));
    }

    @ParameterizedTest
    @FieldSource("dev.wireside.bench.mail.IdleSessions#CONTENDERS")
    void idle_sessions_are_all_there(String contender) throws Exception {
        IdleSessions.Result result = IdleSessions.hold(contender, Scale.TINY.idle, ports.of(Ports.POP3));

        assertThat(result.sockets()).isGreaterThanOrEqualTo(Scale.TINY.idle);
        assertThat(IdleSessions.Result.parse(result.line())).isEqualTo(result);
    }

    @Test
    void a_huge_message_arrives_whole_both_ways() throws IOException {
        assertThat(HugeMessage.send(Scale.TINY.huge, ports, directory)).isEqualTo(Scale.TINY.huge);
        assertThat(HugeMessage.fetch(Scale.TINY.huge, ports, directory)).isEqualTo(Scale.TINY.huge);
    }
}
