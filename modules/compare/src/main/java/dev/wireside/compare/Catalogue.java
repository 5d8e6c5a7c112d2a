package dev.wireside.compare;

import java.util.ArrayList;
import java.util.List;

/** All tasks, in the order in which they are run. */
public final class Catalogue {
    /** Both clients log in with it, at servers that only exist for a moment; a recorder masks it. */
    static final String PASSWORD = "throw-away-secret";

    private Catalogue() {}

    /** What {@code --list} shows. */
    public record Listed(Protocol protocol, String name, String title) {}

    /** The names of all tasks. */
    public static List<Listed> listed() {
        List<Listed> listed = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            tasks(protocol).forEach(task -> listed.add(new Listed(protocol, task.name(), task.title())));
            listed.add(new Listed(protocol, Task.Faults.NAME, Task.Faults.TITLE));
        }
        return listed;
    }

    static List<Task> tasks(Protocol protocol) {
        return protocol == Protocol.SMTP ? SmtpTasks.all() : Pop3Tasks.all();
    }

    static Task.Faults faults(Protocol protocol) {
        return new Task.Faults(protocol, protocol == Protocol.SMTP ? SmtpTasks.faults() : Pop3Tasks.faults());
    }
}
