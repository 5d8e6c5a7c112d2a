package dev.wireside.bench.mail;

import java.time.Duration;

/** How much of everything. */
enum Scale {
    /** What the figures are made with. */
    FULL(5000, 50, 50L << 20, 100L << 20, 1L << 30, 5000, 7, Duration.ofSeconds(2), Duration.ofMillis(200)),
    /** To see whether something has changed for the worse, in a few minutes. */
    QUICK(2000, 20, 20L << 20, 30L << 20, 100L << 20, 500, 3, Duration.ofSeconds(1), Duration.ofMillis(100)),
    /** To see whether it runs at all. */
    TINY(20, 1, 200_000, 1L << 20, 2L << 20, 10, 2, Duration.ZERO, Duration.ZERO);

    /** Small messages in a run on loopback. */
    final int small;

    /** Small messages in a run over the long line. */
    final int far;

    /** Bytes of the attached file. */
    final long file;

    /** Bytes of the long message that is fetched. */
    final long large;

    /** Bytes of the message that must go through a small heap. */
    final long huge;

    /** Sessions that do nothing. */
    final int idle;

    final int repetitions;

    /** For each contender, before anything is measured. */
    final Duration warmUp;

    /** The least that a sample takes; a faster contender runs more often. */
    final Duration sample;

    Scale(
            int small,
            int far,
            long file,
            long large,
            long huge,
            int idle,
            int repetitions,
            Duration warmUp,
            Duration sample) {
        this.small = small;
        this.far = far;
        this.file = file;
        this.large = large;
        this.huge = huge;
        this.idle = idle;
        this.repetitions = repetitions;
        this.warmUp = warmUp;
        this.sample = sample;
    }
}
