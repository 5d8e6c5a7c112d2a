package dev.wireside.pop3.sync;

import dev.wireside.codec.GrammarException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One change of what is known about a maildrop, and one line of the store.
 *
 * <pre>
 * change  =  "delivered" SP time SP sha256 SP id [SP id]    ; the message is the receiver's; the next is being handed over
 *         /  "fetching" SP time SP id                       ; the message is being handed over
 *         /  "withdrawn" SP time SP id [SP id]              ; it was not handed over after all; the next is
 *         /  "missing" SP time SP sha256 SP key             ; delivered, and since then not listed by the server
 *         /  "ambiguous" SP key                             ; several messages were seen with this key
 * id      =  key ["#" sha256]
 * key     =  "uid:" token / "headers:" sha256 "-" size / "none"
 * </pre>
 */
sealed interface Change {
    /** The line, without its checksum. */
    String text();

    record Delivered(Instant at, String sha256, MessageId id, Optional<MessageId> next) implements Change {
        @Override
        public String text() {
            return "delivered " + Token.of(at) + " " + sha256 + " " + id.text() + optional(next);
        }
    }

    record Fetching(Instant at, MessageId id) implements Change {
        @Override
        public String text() {
            return "fetching " + Token.of(at) + " " + id.text();
        }
    }

    record Withdrawn(Instant at, MessageId id, Optional<MessageId> next) implements Change {
        @Override
        public String text() {
            return "withdrawn " + Token.of(at) + " " + id.text() + optional(next);
        }
    }

    record Missing(Instant since, String sha256, String key) implements Change {
        @Override
        public String text() {
            return "missing " + Token.of(since) + " " + sha256 + " " + key;
        }
    }

    record Ambiguous(String key) implements Change {
        @Override
        public String text() {
            return "ambiguous " + key;
        }
    }

    private static String optional(Optional<MessageId> next) {
        return next.map(id -> " " + id.text()).orElse("");
    }

    static Change parse(String line) throws GrammarException {
        Words words = new Words(line);
        Change change = switch (words.next()) {
            case "delivered" -> new Delivered(Token.time(words.next()), sha256(words), id(words), optionalId(words));
            case "fetching" -> new Fetching(Token.time(words.next()), id(words));
            case "withdrawn" -> new Withdrawn(Token.time(words.next()), id(words), optionalId(words));
            case "missing" -> new Missing(Token.time(words.next()), sha256(words), key(words));
            case "ambiguous" -> new Ambiguous(key(words));
            default -> throw Token.broken("a line begins with what it tells: delivered, fetching, ...", line);
        };
        words.requireEnd();
        return change;
    }

    private static String sha256(Words words) throws GrammarException {
        return Token.requireSha256(words.next());
    }

    private static MessageId id(Words words) throws GrammarException {
        return MessageId.parse(words.next());
    }

    private static Optional<MessageId> optionalId(Words words) throws GrammarException {
        return words.hasNext() ? Optional.of(id(words)) : Optional.empty();
    }

    private static String key(Words words) throws GrammarException {
        return MessageId.requireKey(words.next());
    }

    /** The words of a line, one space between them. */
    final class Words {
        private final String line;
        private final List<String> words;
        private int at;

        private Words(String line) {
            this.line = line;
            this.words = List.of(line.split(" ", -1));
        }

        boolean hasNext() {
            return at < words.size();
        }

        String next() throws GrammarException {
            String word = hasNext() ? words.get(at++) : "";
            boolean visible = !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (!visible) {
                throw Token.broken("a line is words of visible US-ASCII with one space between them", line);
            }
            return word;
        }

        void requireEnd() throws GrammarException {
            if (hasNext()) {
                throw Token.broken("a line ends after its last word", line);
            }
        }
    }
}
