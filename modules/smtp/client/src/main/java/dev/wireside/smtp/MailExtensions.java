package dev.wireside.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an envelope asks of MAIL beyond size, body and SMTPUTF8: one method for each extension, one refusal for each lack. */
final class MailExtensions {
    private final StringBuilder parameters;
    private final Envelope envelope;
    private final SmtpCapabilities server;

    /** @param parameters each behind a space; those of the envelope are appended */
    MailExtensions(StringBuilder parameters, Envelope envelope, SmtpCapabilities server) {
        this.parameters = parameters;
        this.envelope = envelope;
        this.server = server;
    }

    void append() throws SmtpRefusedException {
        appendDsn();
        appendSubmitter();
        appendRequireTls();
        appendDeliverBy();
        appendPriority();
        appendHold();
    }

    /** RFC 3461. */
    private void appendDsn() throws SmtpRefusedException {
        boolean returning = envelope.dsnReturn().isPresent();
        boolean identified = !envelope.envelopeId().isEmpty();
        if (returning || identified || envelope.wantsNotifications()) {
            require(SmtpExtension.DSN, "the sender asks for delivery status notifications");
        }
        envelope.dsnReturn().ifPresent(what -> add("RET=" + what));
        if (identified) {
            add("ENVID=" + Xtext.encode(envelope.envelopeId()));
        }
    }

    /** RFC 4954 section 5. */
    private void appendSubmitter() throws SmtpRefusedException {
        Optional<String> submitter = envelope.submitter();
        if (submitter.isPresent()) {
            require(SmtpExtension.AUTH, "the message names who submitted it");
            add("AUTH=" + Xtext.encode(submitter.get()));
        }
    }

    /** RFC 8689 section 2. An offer that was made in clear does not count. */
    private void appendRequireTls() throws SmtpRefusedException {
        if (!envelope.isTlsRequired()) {
            return;
        }
        String why = "the message may only travel under TLS";
        if (!server.underTls()) {
            throw refused(SmtpExtension.REQUIRETLS, why + ", but this session is not encrypted");
        }
        require(SmtpExtension.REQUIRETLS, why);
        add(SmtpExtension.REQUIRETLS.keyword());
    }

    /** RFC 2852 section 4. The server's minimum is one for the mode R. */
    private void appendDeliverBy() throws SmtpRefusedException {
        Optional<DeliverBy> by = envelope.deliverBy();
        if (by.isEmpty()) {
            return;
        }
        require(SmtpExtension.DELIVERBY, "the message has a time to be delivered by");
        Duration minimum = server.deliverByMinimum().orElse(Duration.ZERO);
        Duration time = by.get().time();
        if (by.get().mode() == DeliverBy.Mode.RETURN && time.toSeconds() < minimum.toSeconds()) {
            throw refused(
                    SmtpExtension.DELIVERBY,
                    "the message is to be delivered within " + time.toSeconds()
                            + " seconds or come back, and the server" + " takes at least " + minimum.toSeconds());
        }
        add("BY=" + by.get());
    }

    /** RFC 6710 section 4. */
    private void appendPriority() throws SmtpRefusedException {
        if (envelope.priority().isPresent()) {
            require(SmtpExtension.MT_PRIORITY, "the message has a priority");
            add("MT-PRIORITY=" + envelope.priority().getAsInt());
        }
    }

    /** RFC 4865 section 4. */
    private void appendHold() throws SmtpRefusedException {
        Optional<Duration> interval = envelope.holdFor();
        Optional<Instant> moment = envelope.holdUntil();
        if (interval.isPresent() || moment.isPresent()) {
            require(SmtpExtension.FUTURERELEASE, "the message is to be held");
        }
        if (interval.isPresent()) {
            refuseBeyond(interval.get(), server.futureReleaseMaxInterval());
            add("HOLDFOR=" + interval.get().toSeconds());
        }
        if (moment.isPresent()) {
            refuseBeyond(moment.get(), server.futureReleaseMaxDate());
            add("HOLDUNTIL=" + moment.get());
        }
    }

    private static <T extends Comparable<T>> void refuseBeyond(T wanted, Optional<T> most) throws SmtpRefusedException {
        if (most.isPresent() && wanted.compareTo(most.get()) > 0) {
            throw refused(
                    SmtpExtension.FUTURERELEASE,
                    "the message is to be held for or until " + wanted + ", and the server holds none beyond "
                            + most.get());
        }
    }

    private void add(String parameter) {
        parameters.append(' ').append(parameter);
    }

    private void require(SmtpExtension extension, String because) throws SmtpRefusedException {
        MailCommand.require(server, extension, because);
    }

    private static SmtpRefusedException refused(SmtpExtension extension, String why) {
        return SmtpRefusedException.unasked(extension.keyword(), why, SmtpRefusedException.NO_MESSAGE);
    }
}
