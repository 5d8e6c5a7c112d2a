package dev.wireside.pop3.sync;

import dev.wireside.net.BodySink;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Who gets the new messages, one after the other.
 *
 * <p>The contract that "no message is lost" rests on: when the sink returns, the message is safe, on a disk or wherever it
 * is to survive a crash. It may be deleted from the server next. When the sink throws, the message has not been delivered.
 */
@FunctionalInterface
public interface Receiver {
    /**
     * Where this message goes. The sink is called at once, in the thread of the run; the client must not be used in it.
     * What it leaves unread is read and thrown away.
     *
     * @throws IOException as if the sink had thrown it
     */
    BodySink<?> sinkFor(NewMessage message) throws IOException;

    /**
     * Each message into a file of its own, {@code <name>.eml} with the {@link MessageId#name name} of its identity: nothing
     * of the server's gets into a file name, and a message that is delivered twice is there once. The file is there whole
     * or not at all, and on the disk, with its name, when the sink returns. The folder is made if it is missing.
     *
     * <p>A file that is there is never replaced: where another message has the name, because two accounts share the folder
     * or a server gave a unique id once more, {@code -2} is added, or the next number. Two runs at once need two folders.
     *
     * <p>A run that is killed may leave a file {@code .wireside-*.part} in the folder; it can be deleted.
     */
    static Receiver toFolder(Path folder) {
        return new FolderReceiver(folder);
    }
}
