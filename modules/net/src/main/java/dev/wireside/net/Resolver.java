package dev.wireside.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks a host name up. Called on a virtual thread of its own, because a lookup in the JDK cannot be interrupted: when the
 * deadline comes first, the caller goes on and the lookup is left to finish alone.
 */
@FunctionalInterface
public interface Resolver {
    /**
     * All addresses of the host, in the order of preference.
     *
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The resolver of the JDK: hosts file and DNS as the system has them. */
    static Resolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
