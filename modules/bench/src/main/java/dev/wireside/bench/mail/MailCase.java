package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Target.allocation;
import static dev.wireside.bench.mail.Target.sameWaits;
import static dev.wireside.bench.mail.Target.speed;
import static dev.wireside.bench.mail.Target.waits;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What is done, by whom, and what is promised of it. */
enum MailCase {
    SMTP_SMALL("smtp-small", Line.ONE_CPU) {
        @Override
        String title(Scale scale) {
            return scale.small + " × 4 KiB out, loopback, both ends on one CPU";
        }

        @Override
        List<Contender> contenders(Setting on) throws Exception {
            return on.smtpSmall("");
        }

        @Override
        List<Target> targets() {
            return List.of(
                    speed("5,000 × 4 KiB out: ≥ 0.3 of the limit", WIRESIDE, 0.3, LIMIT),
                    speed("5,000 × 4 KiB out: ≥ 5 × Angus at its best", WIRESIDE, 5, "angus raw"),
                    allocation("5,000 × 4 KiB out: ≤ 1 KiB allocated per message", WIRESIDE, 1024));
        }
    },
    SMTP_FAR("smtp-far", Line.FAR) {
        @Override
        String title(Scale scale) {
            return scale.far + " × 4 KiB out, 20 ms away";
        }

        @Override
        List<Contender> contenders(Setting on) throws Exception {
            return on.smtpSmall(Ports.FAR);
        }

        @Override
        List<Target> targets() {
            return List.of(
                    waits("out at 20 ms, CHUNKING: ≤ 0.15 waits per message", WIRESIDE, 0.15),
                    waits("out at 20 ms, pipelined DATA: ≤ 1.1 waits per message", WIRESIDE_DATA, 1.1));
        }
    },
    SMTP_ATTACHMENT("smtp-attachment", Line.NEAR) {
        @Override
        String title(Scale scale) {
            return "one attached file of " + Shown.bytes(scale.file) + " out, loopback";
        }

        @Override
        String unit() {
            return "MiB of the file/s";
        }

        @Override
        double unitsPerOperation(Scale scale) {
            return scale.file / MIB;
        }

        @Override
        int operations(Scale scale) {
            return 1;
        }

        @Override
        List<Contender> contenders(Setting on) throws Exception {
            int port = on.ports.of(Ports.SMTP);
            int data = on.ports.of(Ports.SMTP_WITHOUT_CHUNKING);
            return List.of(
                    new AttachmentLimit(port, on.file, on.scale.file),
                    AngusSmtp.rawAttached(port, on.file, on.scale.file),
                    AngusSmtp.attached("angus", port, on.file, on.scale.file),
                    AngusSmtp.attached("angus bdat", port, on.file, on.scale.file),
                    WiresideSmtp.attached(WIRESIDE, port, on.file, on.scale.file),
                    WiresideSmtp.attached(WIRESIDE_DATA, data, on.file, on.scale.file));
        }

        @Override
        List<Target> targets() {
            return List.of(speed("one 50 MiB attachment out: ≥ 0.8 of the limit", WIRESIDE, 0.8, LIMIT));
        }
    },
    SMTP_OPEN("smtp-open", Line.FAR) {
        @Override
        String title(Scale scale) {
            return "SMTP: TCP, greeting, EHLO, AUTH PLAIN, NOOP, 20 ms away";
        }

        @Override
        String unit() {
            return "sessions/s";
        }

        @Override
        List<Contender> contenders(Setting on) {
            return Opening.smtp(on.ports.of(Ports.FAR + Ports.SMTP));
        }

        @Override
        List<Target> targets() {
            return List.of(sameWaits("opening SMTP: no more waits than the protocol needs", WIRESIDE, LIMIT));
        }
    },
    POP3_SMALL("pop3-small", Line.ONE_CPU) {
        @Override
        String title(Scale scale) {
            return scale.small + " × 4 KiB in, loopback, both ends on one CPU";
        }

        @Override
        List<Contender> contenders(Setting on) {
            return on.popSmall("");
        }

        @Override
        List<Target> targets() {
            return List.of(
                    speed("5,000 × 4 KiB in: ≥ 0.5 of the limit", WIRESIDE, 0.5, LIMIT),
                    speed("5,000 × 4 KiB in: ≥ 5 × Angus at its best", WIRESIDE, 5, ANGUS_WRITE_TO));
        }
    },
    POP3_FAR("pop3-far", Line.FAR) {
        @Override
        String title(Scale scale) {
            return scale.far + " × 4 KiB in, 20 ms away";
        }

        @Override
        List<Contender> contenders(Setting on) {
            return on.popSmall(Ports.FAR);
        }

        @Override
        List<Target> targets() {
            return List.of(waits("in at 20 ms: ≤ 0.1 waits per message", WIRESIDE, 0.1));
        }
    },
    POP3_LARGE("pop3-large", Line.NEAR) {
        @Override
        String title(Scale scale) {
            return "one message of " + Shown.bytes(scale.large) + " in, loopback";
        }

        @Override
        String unit() {
            return "MiB/s";
        }

        @Override
        double unitsPerOperation(Scale scale) {
            return scale.large / MIB;
        }

        @Override
        int operations(Scale scale) {
            return 1;
        }

        @Override
        List<Contender> contenders(Setting on) {
            int port = on.ports.of(Ports.POP3);
            return List.of(
                    PopLimit.pipelined(port, Servers.LARGE, 1, on.scale.large),
                    new AngusPop(AngusPop.Way.WRITE_TO, port, Servers.LARGE, on.scale.large),
                    new AngusPop(AngusPop.Way.STREAM, port, Servers.LARGE, on.scale.large),
                    WiresidePop.oneByOne(WIRESIDE, port, Servers.LARGE, on.scale.large));
        }

        @Override
        List<Target> targets() {
            return List.of(speed("one 100 MiB message in: ≥ 0.5 of the limit", WIRESIDE, 0.5, LIMIT));
        }
    },
    POP3_OPEN("pop3-open", Line.FAR) {
        @Override
        String title(Scale scale) {
            return "POP3: TCP, greeting, CAPA, USER and PASS, STAT, 20 ms away";
        }

        @Override
        String unit() {
            return "sessions/s";
        }

        @Override
        List<Contender> contenders(Setting on) {
            return Opening.pop(on.ports.of(Ports.FAR + Ports.POP3));
        }

        @Override
        List<Target> targets() {
            return List.of(sameWaits("opening POP3: no more waits than the protocol needs", WIRESIDE, LIMIT));
        }
    };

    static final String LIMIT = "limit";
    static final String WIRESIDE = "wireside";
    static final String WIRESIDE_DATA = "wireside data";
    static final String ANGUS_WRITE_TO = "angus writeTo";
    private static final double MIB = 1 << 20;

    /** Between client and server. */
    private enum Line {
        /**
         * Loopback, with one CPU for both: across two, how fast a question and its answer go depends on where the scheduler
         * puts them.
         */
        ONE_CPU,
        NEAR,
        /** Through a {@link DelayProxy}. */
        FAR
    }

    /** What contenders need to know. */
    record Setting(Ports ports, Scale scale, Path file) {
        private List<byte[]> contents() {
            return IntStream.rangeClosed(1, scale.small)
                    .mapToObj(Messages::small)
                    .toList();
        }

        private List<Contender> smtpSmall(String line) throws Exception {
            int port = ports.of(line + Ports.SMTP);
            int data = ports.of(line + Ports.SMTP_WITHOUT_CHUNKING);
            List<byte[]> contents = contents();
            return List.of(
                    new SmtpLimit(SmtpLimit.Way.BDAT, port, contents),
                    new SmtpLimit(SmtpLimit.Way.DATA, data, contents),
                    new SmtpLimit(SmtpLimit.Way.SEQUENTIAL, data, contents),
                    AngusSmtp.raw(port, contents),
                    AngusSmtp.composed("angus", port),
                    AngusSmtp.composed("angus bdat", port),
                    WiresideSmtp.together(WIRESIDE, port, contents),
                    WiresideSmtp.together(WIRESIDE_DATA, data, contents),
                    WiresideSmtp.oneByOne("wireside send", port, contents),
                    WiresideSmtp.oneByOne("wireside send data", data, contents));
        }

        private List<Contender> popSmall(String line) {
            int port = ports.of(line + Ports.POP3);
            return List.of(
                    PopLimit.pipelined(port, Servers.SMALL, Messages.SMALL_COUNT, Messages.SMALL),
                    PopLimit.sequential(port, Servers.SMALL, Messages.SMALL_COUNT, Messages.SMALL),
                    new AngusPop(AngusPop.Way.WRITE_TO, port, Servers.SMALL, Messages.SMALL),
                    new AngusPop(AngusPop.Way.CONTENT, port, Servers.SMALL, Messages.SMALL),
                    new AngusPop(AngusPop.Way.STREAM, port, Servers.SMALL, Messages.SMALL),
                    WiresidePop.together(WIRESIDE, port, Servers.SMALL, Messages.SMALL),
                    WiresidePop.oneByOne("wireside retrieve", port, Servers.SMALL, Messages.SMALL));
        }
    }

    private final String id;
    private final Line line;

    MailCase(String id, Line line) {
        this.id = id;
        this.line = line;
    }

    final String id() {
        return id;
    }

    final boolean isFar() {
        return line == Line.FAR;
    }

    final boolean wantsOneCpu() {
        return line == Line.ONE_CPU;
    }

    abstract String title(Scale scale);

    /** The first is what the others are compared to. */
    abstract List<Contender> contenders(Setting setting) throws Exception;

    abstract List<Target> targets();

    String unit() {
        return "messages/s";
    }

    double unitsPerOperation(Scale scale) {
        return 1;
    }

    /** In one run. */
    int operations(Scale scale) {
        return isFar() ? scale.far : scale.small;
    }
}
