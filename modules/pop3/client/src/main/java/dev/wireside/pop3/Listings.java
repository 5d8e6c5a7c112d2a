package dev.wireside.pop3;

import dev.wireside.codec.WireText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What LIST and UIDL say in one session (RFC 1939 sections 5 and 7). Also stands for that session in its listings. */
final class Listings {
    private static final WireText LIST = WireText.of("LIST");
    private static final WireText UIDL = WireText.of("UIDL");

    private final Pop3Channel channel;
    private final int maxMessages;

    Listings(Pop3Channel channel, int maxMessages) {
        this.channel = channel;
        this.maxMessages = maxMessages;
    }

    /** LIST and UIDL; all that is owed is read before a refusal is thrown, so that the next command finds its own answer. */
    List<Listing> all() throws IOException {
        boolean together = mayHaveUids() && channel.known().pipelining();
        channel.send(together ? new WireText[] {LIST, UIDL} : new WireText[] {LIST});
        Answer<Map<Integer, Long>> sizes = channel.answer(LIST, NumberedLines.sizes(maxMessages));
        // What the server can do may only be known now.
        if (!together && mayHaveUids()) {
            channel.send(UIDL);
        }
        Map<Integer, String> uids = together || mayHaveUids() ? readUids() : Map.of();
        channel.requireOk("LIST", sizes.status());
        List<Listing> messages = new ArrayList<>();
        sizes.value()
                .orElse(Map.of())
                .forEach((number, size) -> messages.add(listing(number, OptionalLong.of(size), uids.get(number))));
        return messages;
    }

    private Map<Integer, String> readUids() throws IOException {
        Answer<Map<Integer, String>> uids = channel.answer(UIDL, NumberedLines.uids(maxMessages));
        return isRefusedUidl(UIDL, uids.status()) ? Map.of() : uids.value().orElse(Map.of());
    }

    /** LIST and UIDL with a number. */
    Listing one(int number) throws IOException {
        WireText list = WireText.of("LIST " + number);
        WireText uidl = WireText.of("UIDL " + number);
        long size = channel.ask(list, NumberedLines.sizeOf(number));
        if (!mayHaveUids()) {
            return listing(number, OptionalLong.of(size), null);
        }
        Answer<String> named = channel.exchange(uidl, NumberedLines.uidOf(number));
        String uid = isRefusedUidl(uidl, named.status()) ? null : named.value().orElse(null);
        return listing(number, OptionalLong.of(size), uid);
    }

    /** UIDL alone. */
    List<Listing> named() throws IOException {
        channel.send(UIDL);
        Answer<Map<Integer, String>> uids = channel.answer(UIDL, NumberedLines.uids(maxMessages));
        channel.requireOk("UIDL", uids.status());
        List<Listing> messages = new ArrayList<>();
        uids.value()
                .orElse(Map.of())
                .forEach((number, uid) -> messages.add(listing(number, OptionalLong.empty(), uid)));
        return messages;
    }

    /** The same command for each of these messages; refuses those whose numbers were given out in another session. */
    Pipeline pipeline(IntFunction<String> command, List<Listing> messages) {
        List<Listing> own = List.copyOf(messages);
        for (Listing message : own) {
            if (!message.isOf(this)) {
                throw new IllegalArgumentException(
                        message + " was listed by another session, where numbers mean other messages");
            }
        }
        return new Pipeline(channel, command, own, channel.known().pipelining());
    }

    private boolean mayHaveUids() {
        return channel.known().uidl() || !channel.known().isKnown();
    }

    /** UIDL is optional (RFC 1939 section 7): a server that never announced it may refuse it. */
    private boolean isRefusedUidl(WireText uidl, PopStatus status) throws IOException {
        if (status.isError() && !channel.known().uidl()) {
            return true;
        }
        channel.requireOk(uidl.masked(), status);
        return false;
    }

    private Listing listing(int number, OptionalLong size, @Nullable String uid) {
        return new Listing(this, number, size, uid == null || uid.isEmpty() ? Optional.empty() : Optional.of(uid));
    }
}
