package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.wireside.net.BodySink;
import dev.wireside.pop3.sync.FakeDisk.Tear;
import dev.wireside.pop3.sync.MaildropServer.Mail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program is killed in front of every step it takes: on its disk, which then loses what was not forced; on its
 * connection; in its receiver. Afterwards no message is lost, and one is delivered twice only where that was said.
 */
@Timeout(300)
class CrashTest {
    private static final Path STORE = Path.of("ada.uids").toAbsolutePath();
    private static final Mail A = new Mail("a", "Subject: a\r\n\r\n.one\r\n");
    private static final Mail B = new Mail("b", "Subject: b\r\n\r\ntwo\r\n");
    private static final Mail C = new Mail("c d%#\u00e9", "Subject: c\r\n\r\nthree\r\n");
    private static final List<Tear> TEARS = List.of(Tear.values());
    private static final List<Mail> ORDINARY = List.of(A, B, C);
    /** Two of them are other messages with the same unique id, two are the same twice, and one has none. */
    private static final List<Mail> QUIRKY = List.of(
            A,
            new Mail("x", "Subject: x\r\n\r\nfirst\r\n"),
            new Mail("x", "Subject: x\r\n\r\nsecond\r\n"),
            new Mail("x", "Subject: x\r\n\r\nfirst\r\n"),
            new Mail("", "Subject: none\r\n\r\n"));

    enum Policy {
        LEAVING,
        DELETING
    }

    /** The mail server, the disk, and what the receiver has: all that outlives the program. */
    private final class World {
        final FakeDisk disk = new FakeDisk();
        final Policy policy;
        final List<String> received = new ArrayList<>();
        int repeated;

        World(Policy policy, List<Mail> mails) {
            this.policy = policy;
            server.mails = mails;
        }

        /** @return whether the program was killed */
        boolean run(Steps steps) throws IOException {
            disk.steps = steps;
            server.hook = command -> {
                try {
                    steps.next(command);
                } catch (Steps.Killed dead) {
                    throw new MaildropServer.HangUp();
                }
            };
            var sync = MaildropSync.in(STORE, "ada@pop.example.org").withDisk(disk);
            try {
                (policy == Policy.DELETING ? sync.deletingDelivered() : sync).run(server.open(), receiver(steps));
            } catch (Steps.Killed | SyncStoppedException end) {
                if (!steps.isDead()) {
                    throw end;
                }
            }
            return steps.isDead();
        }

        private Receiver receiver(Steps steps) {
            return message -> body -> {
                steps.next("receiving");
                String text = BodySink.text(1000).readFrom(body);
                steps.next("received");
                if (received.contains(text)) {
                    assertThat(message.mayBeRepeated())
                            .as("%s after %s", message, steps)
                            .isTrue();
                    repeated++;
                }
                received.add(text);
                steps.next("safe");
                return text;
            };
        }

        /** @param crashes how often the program was killed */
        void check(List<Mail> all, int crashes, String story) {
            assertThat(received)
                    .as(story)
                    .containsAll(all.stream().map(Mail::text).toList());
            assertThat(repeated).as(story).isLessThanOrEqualTo(crashes);
            assertThat(server.mails).as(story).isEqualTo(policy == Policy.DELETING ? List.of() : all);
        }
    }

    private MaildropServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new MaildropServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private int steps(Policy policy, List<Mail> mails) throws IOException {
        Steps all = new Steps(0);
        World world = new World(policy, mails);
        world.run(all);
        world.check(mails, 0, all.toString());
        assertThat(world.repeated).isZero();
        return all.count();
    }

    @ParameterizedTest
    @EnumSource
    void killed_at_every_step_with_every_loss(Policy policy) throws IOException {
        for (List<Mail> mails : List.of(ORDINARY, QUIRKY)) {
            int steps = steps(policy, mails);
            for (int deadly = 1; deadly <= steps; deadly++) {
                for (Tear tear : Tear.values()) {
                    killAt(policy, mails, tear, true, deadly);
                    killAt(policy, mails, tear, false, deadly);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void killed_at_every_step_and_again_at_every_step(Policy policy) throws IOException {
        Random chance = new Random(20261120);
        int steps = steps(policy, ORDINARY);
        for (int first = 1; first <= steps; first++) {
            for (int second = 1; second <= steps; second++) {
                Tear tear = TEARS.get(chance.nextInt(TEARS.size()));
                killAt(policy, ORDINARY, tear, chance.nextBoolean(), first, second);
            }
        }
    }

    private void killAt(Policy policy, List<Mail> mails, Tear tear, boolean namesSurvive, int... deadly)
            throws IOException {
        World world = new World(policy, mails);
        List<Steps> stories = new ArrayList<>();
        int crashes = 0;
        for (int step : deadly) {
            stories.add(new Steps(step));
            if (world.run(stories.getLast())) {
                crashes++;
                world.disk.crash(tear, namesSurvive);
            }
        }
        stories.add(new Steps(0));
        String how = tear + (namesSurvive ? ", names survive: " : ", names lost: ");
        try {
            world.run(stories.getLast());
        } catch (IOException stopped) {
            fail(how + stories, stopped);
        }
        world.check(mails, crashes, how + stories);
        int before = world.received.size();
        world.run(new Steps(0));
        assertThat(world.received).as("another run finds nothing new").hasSize(before);
    }

    @ParameterizedTest
    @EnumSource
    void killed_while_many_answers_are_on_their_way(Policy policy) throws IOException {
        server.capabilities = List.of("UIDL", "USER", "PIPELINING");
        for (List<Mail> mails : List.of(ORDINARY, QUIRKY)) {
            int steps = steps(policy, mails);
            for (int deadly = 1; deadly <= steps; deadly++) {
                killAt(policy, mails, Tear.HALF, true, deadly);
                killAt(policy, mails, Tear.ALL, true, deadly);
            }
        }
    }

    /** Mail comes and goes, some of it without or with the same unique ids; commands are refused; programs die. */
    @Test
    void whatever_happens_nothing_is_lost_and_repetitions_are_announced() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random chance = new Random(seed);
            World world = new World(Policy.LEAVING, List.of());
            server.capabilities =
                    chance.nextBoolean() ? List.of("UIDL", "USER", "PIPELINING") : List.of("UIDL", "USER");
            List<String> story = new ArrayList<>();
            int crashes = 0;
            for (int turn = 0; turn < 8; turn++) {
                change(chance, turn);
                server.quirk = command -> command.startsWith("RETR") && chance.nextInt(8) == 0 ? "-ERR busy" : "";
                Steps steps = new Steps(chance.nextInt(50));
                if (world.run(steps)) {
                    crashes++;
                    world.disk.crash(TEARS.get(chance.nextInt(TEARS.size())), chance.nextBoolean());
                }
                story.add(server.mails + ": " + steps);
            }
            server.quirk = command -> "";
            world.run(new Steps(0));
            world.check(server.mails, crashes, "seed " + seed + "\n" + String.join("\n", story));
        }
    }

    private void change(Random chance, int turn) {
        List<Mail> mails = new ArrayList<>(server.mails);
        mails.removeIf(mail -> mail.uid().startsWith("u") && chance.nextInt(6) == 0);
        int more = chance.nextInt(4);
        for (int i = 0; i < more; i++) {
            String uid = switch (chance.nextInt(6)) {
                case 0 -> "";
                case 1 -> "shared";
                default -> "u" + turn + "-" + i;
            };
            mails.add(new Mail(uid, "Subject: " + turn + "-" + i + "\r\n\r\n"));
        }
        server.mails = List.copyOf(mails);
    }

    @Test
    void a_message_costs_one_force() throws IOException {
        World world = new World(Policy.LEAVING, ORDINARY);
        world.run(new Steps(0));
        // The new file; that the first message is on its way; and one for each message.
        assertThat(world.disk.forces).isEqualTo(1 + 1 + ORDINARY.size());
    }
}
