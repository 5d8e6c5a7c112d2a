package dev.wireside.pop3.sync;

import java.util.ArrayList;
import java.util.List;

/** Numbers what happens to a program, on its disk, on its connection, in its receiver; and kills it at one of these. */
final class Steps {
    /** The program is dead. Not an exception that anybody may catch and go on after. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String step) {
            super(step, null, false, false);
        }
    }

    private final int deadly;
    private final List<String> taken = new ArrayList<>();
    private boolean dead;

    /** @param deadly the number of the step that is not taken, from 1; 0 for none */
    Steps(int deadly) {
        this.deadly = deadly;
    }

    /** Takes a step, or dies in front of it. */
    synchronized void next(String step) {
        taken.add(step);
        dead |= taken.size() == deadly;
        if (dead) {
            throw new Killed(step);
        }
    }

    synchronized int count() {
        return taken.size();
    }

    synchronized boolean isDead() {
        return dead;
    }

    @Override
    public synchronized String toString() {
        return String.join(" | ", taken);
    }
}
