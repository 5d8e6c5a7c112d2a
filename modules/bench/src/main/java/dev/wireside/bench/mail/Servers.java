package dev.wireside.bench.mail;

import java.io.IOException;
import java.util.Map;

/** The servers' own JVM: prints where they listen, and ends when its standard input does. */
final class Servers {
    /** Users of the POP3 server, that is, maildrops. */
    static final String SMALL = "small";

    static final String LARGE = "large";
    static final String HUGE = "huge";

    private static final int BULK_BUFFER = 256 * 1024;
    private static final int IDLE_BUFFER = 1024;

    private Servers() {}

    /**
     * @param args {@code bulk} for few connections and much on them, {@code idle} for thousands with nothing on them; then
     *     the sizes of the large and the huge message in bytes
     */
    public static void main(String[] args) throws IOException {
        System.out.println(start(args[0].equals("idle"), Long.parseLong(args[1]), Long.parseLong(args[2])));
        while (System.in.read() >= 0) {
            // Until whoever started this has ended.
        }
        System.exit(0);
    }

    static Ports start(boolean idle, long large, long huge) throws IOException {
        Map<String, Maildrop> drops = Map.of(
                SMALL, Maildrop.ofSmall(Messages.SMALL_COUNT),
                LARGE, Maildrop.ofOne(large),
                HUGE, Maildrop.ofOne(huge));
        return idle
                ? Ports.start(Thread.ofVirtual().factory(), IDLE_BUFFER, drops)
                : Ports.start(Thread.ofPlatform().daemon().factory(), BULK_BUFFER, drops);
    }
}
