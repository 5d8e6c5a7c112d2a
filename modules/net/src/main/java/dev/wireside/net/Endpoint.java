package dev.wireside.net;

import java.net.IDN;

/**
 * Where to connect to: a host, by name or address, and a port. The name is kept as it is and resolved as late as
 * possible, by the connector or by the proxy it goes through.
 *
 * @param host a DNS name, an IPv4 address, or an IPv6 address without brackets (with a zone where needed)
 * @param port 0 to 65535; 0 is never a peer
 */
public record Endpoint(String host, int port) {
    /** DNS names have at most 253 characters (RFC 1035 section 2.3.4); this also bounds what a proxy is sent (rule S7). */
    private static final int MAX_HOST_LENGTH = 255;

    /** @throws IllegalArgumentException if the host is empty, too long or not one plain token, or the port is no port */
    public Endpoint {
        if (host.isEmpty() || host.length() > MAX_HOST_LENGTH) {
            throw new IllegalArgumentException("a host has 1 to " + MAX_HOST_LENGTH + " characters: " + host.length());
        }
        if (!host.chars().allMatch(Endpoint::mayStandInHost)) {
            throw new IllegalArgumentException("not a host name or address (spaces, controls, '/', '@' and '[' are not "
                    + "allowed; an IPv6 address is given without brackets): \"" + host.strip() + "\"");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535: " + port);
        }
    }

    /** The same as the constructor, for reading aloud: {@code Endpoint.of("mail.example.org", 587)}. */
    public static Endpoint of(String host, int port) {
        return new Endpoint(host, port);
    }

    /** Whether the host is an address and needs no DNS: an IPv6 address, or four numbers and dots. */
    public boolean isAddressLiteral() {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static boolean mayStandInHost(int c) {
        return c > ' ' && c != 0x7f && "/@[]\\?#\"<>".indexOf(c) < 0;
    }

    /**
     * The host in the form that goes into DNS, TLS and certificates: IDNA A-labels (RFC 5891) for a name with characters
     * outside US-ASCII, without the dot that marks it as absolute.
     *
     * @throws IllegalArgumentException if the name has no such form
     */
    public String asciiHost() {
        String ascii = isAddressLiteral() ? host : IDN.toASCII(host);
        return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
