package dev.wireside.it.mta;

import java.util.ArrayList;
import java.util.List;

/**
 * Which client does what, and with which server.
 *
 * @param name for people
 * @param how which method it calls
 * @param offers what the server says to EHLO or LHLO
 */
record Setup(String name, How how, List<String> offers) {
    enum How {
        /** SmtpClient.sendAll. */
        SEND_ALL,
        /** SmtpClient.send, one after the other. */
        SEND,
        /** LmtpClient.send, one after the other. */
        LMTP
    }

    static Setup of(How how, String... offers) {
        List<String> lines = new ArrayList<>(List.of("ledger", "SIZE"));
        lines.addAll(List.of(offers));
        return new Setup(how + " with " + String.join(" ", offers), how, List.copyOf(lines));
    }

    boolean isLmtp() {
        return how == How.LMTP;
    }

    boolean hasChunks() {
        return offers.contains("CHUNKING");
    }

    @Override
    public String toString() {
        return name;
    }
}
