package dev.wireside.it.faults;

import dev.wireside.net.Endpoint;
import dev.wireside.net.Timeouts;
import dev.wireside.net.Tls;
import dev.wireside.net.Transcript;
import dev.wireside.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where one case happens.
 *
 * @param server what to connect to
 * @param patience for each of the client's clocks
 * @param transcript the client's tap
 * @param folder empty, and of this case alone; after a failure it must be empty again
 */
public record Scene(Endpoint server, Duration patience, Transcript transcript, Path folder) {
    /** What the clients log in with; the suite watches that it is never seen. */
    public static final String PASSWORD = "c4nary-Pa55word+with/signs";

    private static final Tls TRUST = Tls.defaults().trusting(TestCertificates.authority());

    /** Trusts the authority of the test servers; one value for all, as an application would have it. */
    public Tls tls() {
        return TRUST;
    }

    /** The patience on each clock. */
    public Timeouts timeouts() {
        return Timeouts.defaults().withConnect(patience).withReply(patience).withIdle(patience);
    }
}
