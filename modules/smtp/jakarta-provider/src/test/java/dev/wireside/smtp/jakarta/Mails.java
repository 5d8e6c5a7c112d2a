package dev.wireside.smtp.jakarta;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.event.TransportAdapter;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Messages to send, and a listener that keeps what it heard. */
final class Mails {
    private Mails() {}

    static MimeMessage mail() throws Exception {
        return mail(Session.getInstance(new Properties()), "Grüße an .alle\n.\n..und zwei\n");
    }

    @SuppressWarnings("JavaUtilDate") // The only kind of date that Jakarta Mail takes.
    static MimeMessage mail(Session session, String text) throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("ada@example.org", "Ada"));
        message.setRecipients(RecipientType.TO, "bob@example.net");
        message.setRecipients(RecipientType.BCC, "secret@example.net");
        message.setSubject("Grüße");
        message.setSentDate(Date.from(Instant.EPOCH));
        message.setText(text, "UTF-8");
        message.saveChanges();
        return message;
    }

    static Address[] to(String... addresses) throws Exception {
        Address[] all = new Address[addresses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new InternetAddress(addresses[i]);
        }
        return all;
    }

    /** What a listener heard, as text; the events come on a thread of Jakarta's. */
    static final class Events extends TransportAdapter {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void messageDelivered(TransportEvent event) {
            add("delivered", event);
        }

        @Override
        public void messageNotDelivered(TransportEvent event) {
            add("not delivered", event);
        }

        @Override
        public void messagePartiallyDelivered(TransportEvent event) {
            add("partially delivered", event);
        }

        private void add(String what, TransportEvent event) {
            heard.add(what + ": sent " + Arrays.toString(event.getValidSentAddresses()) + ", unsent "
                    + Arrays.toString(event.getValidUnsentAddresses()) + ", invalid "
                    + Arrays.toString(event.getInvalidAddresses()));
        }

        String next() throws InterruptedException {
            String next = heard.poll(20, TimeUnit.SECONDS);
            return next == null ? "nothing was heard" : next;
        }

        boolean isEmpty() {
            return heard.isEmpty();
        }
    }
}
