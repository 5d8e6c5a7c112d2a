package dev.wireside.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison found; the same for all renderers, and as it is the JSON that {@code --json} writes.
 *
 * @param method how it was measured, one sentence each
 * @param latency what the network between was made to add to each round trip, such as {@code 20 ms}, or {@code none}
 * @param tasks what was done with both clients
 * @param faults what both learnt when the server misbehaved
 */
public record Report(List<String> method, String latency, List<TaskReport> tasks, List<FaultReport> faults) {
    /**
     * One task.
     *
     * @param protocol such as {@code smtp}
     * @param name as on the command line
     * @param title what was done
     * @param server who served
     * @param note what is to be known when the two are compared; or empty
     * @param missing why there is no other side; empty if there is one
     * @param equal whether both callers learnt the same, and the server ended up with the same; false without another side
     * @param runs how many timed runs of each client the figures are the medians of
     * @param usualFlights 0, or about how often this project's side waits, where that is not the same in every run
     * @param wireside this project's side
     * @param library the other side, if the library can do this
     */
    public record TaskReport(
            String protocol,
            String name,
            String title,
            String server,
            String note,
            String missing,
            boolean equal,
            int runs,
            int usualFlights,
            SideReport wireside,
            @Nullable SideReport library) {
        /** Those who did it; Wireside first. */
        List<SideReport> sides() {
            return library == null ? List.of(wireside) : List.of(wireside, library);
        }

        /** What the callers know at the end, once if it is the same. */
        String outcomes(String separator) {
            return String.join(
                    separator,
                    sides().stream().map(SideReport::outcome).distinct().toList());
        }
    }

    /**
     * One client's way through a task.
     *
     * @param client who, with its version
     * @param outcome what its caller knows at the end
     * @param evidence what the server, or the disk, had at the end
     * @param flights how often it had to wait for the server
     * @param bytesToServer what it sent, in bytes, before encryption
     * @param bytesFromServer what it got, in bytes, before encryption
     * @param nanoseconds the median time
     * @param allocatedBytes the median of the bytes that its thread allocated
     * @param codeLines of the method and what it calls in its file
     * @param fileCodeLines of the whole file
     * @param transcript what crossed the wire, repetitions folded, secrets masked
     */
    public record SideReport(
            String client,
            String outcome,
            List<String> evidence,
            int flights,
            long bytesToServer,
            long bytesFromServer,
            long nanoseconds,
            long allocatedBytes,
            int codeLines,
            int fileCodeLines,
            List<Event> transcript) {}

    /**
     * One row of the fault table.
     *
     * @param protocol such as {@code pop3}
     * @param name of the script
     * @param what the server did
     * @param wireside what this project's caller knows afterwards
     * @param library what the other caller knows
     * @param equal whether that is the same
     * @param note why not, or what it took; or empty
     */
    public record FaultReport(
            String protocol, String name, String what, String wireside, String library, boolean equal, String note) {}
}
