package dev.wireside.compare;

/**
 * One line, or one body, that crossed the wire; or something that happened between them. Holds no secret.
 *
 * @param from who said it
 * @param flight during which wait of the client, counted from 0: what is sent without waiting has one number
 * @param exchange which command it belongs to, counted from 0 (the greeting): a reply has the number of its command
 * @param step the verb of that command, such as {@code MAIL}, or {@code greeting}
 * @param text what was said, secrets masked
 * @param stable the same without what is different in every run: names of machines, message ids, sizes that hang on a date
 */
public record Event(From from, int flight, int exchange, String step, String text, String stable) {
    /** Who said it. */
    public enum From {
        /** The client. */
        CLIENT,
        /** The server. */
        SERVER,
        /** Nobody: TLS began, the connection ended. */
        WIRE
    }
}
