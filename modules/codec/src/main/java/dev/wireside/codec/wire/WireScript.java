package dev.wireside.codec.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One dialogue between a client and a server: steps that happen one after the other, then rules for lines in any order.
 * Its text form is the {@code .wire} format that the package describes; a script that was read renders with the same
 * number of lines as its text had, so line numbers hold for both.
 *
 * <p>Immutable; equal when all steps and rules are, comments included.
 */
public final class WireScript {
    private final List<WireStep> steps;
    private final List<WireRule> rules;

    WireScript(List<WireStep> steps, List<WireRule> rules) {
        this.steps = List.copyOf(steps);
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads a script.
     *
     * @throws IllegalArgumentException if the text is no script; the message begins with the line's number
     */
    public static WireScript parse(String text) {
        return new WireParser(text).parse();
    }

    /** An empty script to be filled; not safe for several threads. */
    public static Builder builder() {
        return new Builder();
    }

    /** The linear part: what happens one after the other from the first byte of the connection. */
    public List<WireStep> steps() {
        return steps;
    }

    /** What is answered in any order once the linear part is over; the first rule that matches a line wins. */
    public List<WireRule> rules() {
        return rules;
    }

    /** The value of a header, {@code # key: value} before the first event, or empty; the first of several counts. */
    public Optional<String> header(String key) {
        return steps.stream()
                .takeWhile(WireStep.Comment.class::isInstance)
                .map(step -> ((WireStep.Comment) step).text())
                .filter(comment -> comment.startsWith(key + ":"))
                .map(comment -> comment.substring(key.length() + 1).strip())
                .findFirst();
    }

    /** The script as text, each line ended by LF; {@link #parse} makes an equal script of it. */
    public String render() {
        return WireRenderer.render(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireScript that && steps.equals(that.steps) && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(steps, rules);
    }

    /** The same as {@link #render()}. */
    @Override
    public String toString() {
        return render();
    }

    /** Collects the steps of a script in their order. Not safe for several threads. */
    public static final class Builder {
        private final List<WireStep> steps = new ArrayList<>();
        private final List<WireRule> rules = new ArrayList<>();

        private Builder() {}

        /** {@code # text}, one comment for each line of the text. */
        public Builder comment(String text) {
            text.lines().forEach(line -> add(new WireStep.Comment(line)));
            return this;
        }

        /** {@code # key: value}; to be called before anything else. */
        public Builder header(String key, String value) {
            return comment(key + ": " + value);
        }

        /** {@code S: text}: a line, without its CRLF, that the server sends as UTF-8. */
        public Builder server(String line) {
            return add(new WireStep.ServerLine(line));
        }

        /** {@code S: text}: the bytes of a line, without its CRLF, that the server sends. */
        public Builder server(byte[] line) {
            return server(WireEscapes.text(line));
        }

        /** {@code !raw text}: bytes that the server sends as they are. */
        public Builder serverBytes(byte[] bytes) {
            return add(new WireStep.ServerBytes(WireEscapes.text(bytes)));
        }

        /** {@code !body SIZE}: a made-up message of so many octets, dot-stuffed, without the final dot. */
        public Builder serverBody(long size) {
            return add(new WireStep.ServerBody(size));
        }

        /** {@code C: text}: the line, without its CRLF, that the client must send; masks match anything. */
        public Builder client(String line) {
            return add(new WireStep.ClientLine(line));
        }

        /** {@code C: text}: the bytes of the line, without its CRLF, that the client must send. */
        public Builder client(byte[] line) {
            return client(WireEscapes.text(line));
        }

        /** {@code C~ regex}: an expression that must match the whole line of the client. */
        public Builder clientMatching(String regex) {
            return add(new WireStep.ClientMatch(regex));
        }

        /** {@code !until text}: the client's lines up to and including this one. */
        public Builder until(String line) {
            return add(new WireStep.ClientUntil(line));
        }

        /** {@code !read SIZE}: so many bytes of the client. */
        public Builder read(long count) {
            return add(new WireStep.ClientBytes(count));
        }

        /** {@code !chunk}: as many bytes of the client as its last line announced. */
        public Builder chunk() {
            return add(new WireStep.ClientChunk());
        }

        /** {@code !tls}: the TLS handshake. */
        public Builder tls() {
            return add(new WireStep.Tls());
        }

        /** {@code !stall}: silence of the server. */
        public Builder stall(Duration duration) {
            return add(new WireStep.Stall(duration));
        }

        /** {@code !bytes SIZE}: from here on the server writes in pieces of so many bytes. */
        public Builder pieces(int size) {
            return add(new WireStep.Pieces(size));
        }

        /** {@code !half-close}: the server sends its FIN and goes on reading. */
        public Builder halfClose() {
            return add(new WireStep.HalfClose());
        }

        /** {@code !close}: the server ends the connection in order. */
        public Builder close() {
            return add(new WireStep.Close());
        }

        /** {@code !reset}: the server ends the connection with RST. */
        public Builder reset() {
            return add(new WireStep.Reset());
        }

        /** {@code !repeat N … !end}: what {@code body} adds, N times. */
        public Builder repeat(long times, Consumer<Builder> body) {
            return add(new WireStep.Repeat(times, stepsOf(body)));
        }

        /** {@code !on regex}: a rule that plays what {@code body} adds. */
        public Builder on(String regex, Consumer<Builder> body) {
            rules.add(new WireRule(regex, stepsOf(body)));
            return this;
        }

        /**
         * Any step.
         *
         * @throws IllegalStateException if there is a rule already: the linear part comes first
         */
        public Builder add(WireStep step) {
            if (!rules.isEmpty()) {
                throw new IllegalStateException("the steps of a script come before its first rule");
            }
            steps.add(step);
            return this;
        }

        /** The script so far; the builder can be used further. */
        public WireScript build() {
            return new WireScript(steps, rules);
        }

        private static List<WireStep> stepsOf(Consumer<Builder> body) {
            Builder inner = new Builder();
            body.accept(inner);
            if (!inner.rules.isEmpty()) {
                throw new IllegalStateException("a rule cannot stand inside a repeat or another rule");
            }
            return inner.steps;
        }
    }
}
