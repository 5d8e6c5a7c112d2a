package dev.wireside.testkit;

/** How many bytes a server may still send before it dies, over all of its connections. */
final class CutOff {
    private long left;

    CutOff(long bytes) {
        left = bytes;
    }

    /** Takes as many of the wanted bytes as there are left. */
    synchronized int take(int wanted) {
        int taken = (int) Math.min(wanted, left);
        left -= taken;
        return taken;
    }

    synchronized boolean isReached() {
        return left == 0;
    }
}
