package dev.wireside.smtp;

import java.io.IOException;

/** What became of one mail object of many: see {@link SmtpClient#sendAll(Iterable)}. Immutable. */
public sealed interface Delivery {
    /** What was to be sent. */
    MailObject mail();

    /**
     * The server's receipt.
     *
     * @throws IOException the reason why there is none, as {@link SmtpClient#send} would have thrown it
     * @throws RuntimeException the same, where the reason was thrown by the content and is none of these
     */
    Receipt receipt() throws IOException;

    /** Whether the server took it. */
    default boolean isAccepted() {
        return this instanceof Accepted;
    }

    /**
     * The server has taken it, and with it the responsibility to deliver it.
     *
     * @param mail what was sent
     * @param receipt what the server said
     */
    record Accepted(MailObject mail, Receipt receipt) implements Delivery {}

    /**
     * The server said no, or it lacks what this one needs. Nobody gets it. The others are not touched by this.
     *
     * @param mail what was to be sent
     * @param reason what the server said
     */
    record Refused(MailObject mail, SmtpRefusedException reason) implements Delivery {
        @Override
        public Receipt receipt() throws IOException {
            throw reason;
        }
    }

    /**
     * Its end mark may have arrived before the connection died, and no answer came: it may have been delivered, or not.
     * Sending it again may deliver it twice, not sending it may lose it (RFC 1047).
     *
     * @param mail what was sent
     * @param reason how the connection died
     */
    record Unknown(MailObject mail, OutcomeUnknownException reason) implements Delivery {
        @Override
        public Receipt receipt() throws IOException {
            throw reason;
        }
    }

    /**
     * It was surely not delivered: the connection died before its end mark could have arrived, or its content could not be
     * read. It may be sent again.
     *
     * @param mail what was to be sent
     * @param reason how the connection died, the same for all that were behind; or what the content threw
     */
    record NotSent(MailObject mail, Exception reason) implements Delivery {
        @Override
        public Receipt receipt() throws IOException {
            switch (reason) {
                case IOException broken -> throw broken;
                case RuntimeException broken -> throw broken;
                default -> throw new IOException(reason);
            }
        }
    }
}
