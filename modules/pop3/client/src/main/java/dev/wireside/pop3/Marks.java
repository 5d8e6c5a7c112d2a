package dev.wireside.pop3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which messages QUIT would delete, as far as we know: those marked with DELE (RFC 1939 section 5). */
final class Marks {
    private final Pop3Channel channel;
    private int count;
    private boolean possible;

    Marks(Pop3Channel channel) {
        this.channel = channel;
    }

    /** How many messages the server has confirmed as marked. */
    int count() {
        return count;
    }

    /** Whether some message may be marked. Once DELE was sent it may be, whatever became of the answer. */
    boolean arePossible() {
        return possible;
    }

    /** Something is sent that may mark messages. */
    void becomePossible() {
        possible = true;
    }

    /** The server has confirmed that nothing is marked. */
    void clear() {
        count = 0;
        possible = false;
    }

    /** Marks each message. */
    List<MessageOutcome<PopStatus>> all(Pipeline pipeline) throws IOException {
        possible |= pipeline.hasNext();
        List<MessageOutcome<PopStatus>> outcomes = new ArrayList<>(pipeline.size());
        while (pipeline.hasNext()) {
            outcomes.add(next(pipeline));
        }
        pipeline.end();
        return outcomes;
    }

    private MessageOutcome<PopStatus> next(Pipeline pipeline) throws IOException {
        Listing message = pipeline.next();
        String command = pipeline.commandFor(message);
        try {
            PopStatus marking = channel.requireOk(command, channel.status(command));
            count++;
            return new MessageOutcome.Done<>(message, marking);
        } catch (Pop3RefusedException refused) {
            return new MessageOutcome.Refused<>(message, refused);
        }
    }
}
