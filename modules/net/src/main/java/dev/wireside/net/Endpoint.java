package dev.wireside.net;

import dev.wireside.codec.Printable;
import java.io.Serializable;
import java.net.IDN;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Where to connect to: a host, by name or address, and a port. The name is kept as it is and resolved as late as
 * possible, by the connector or by the proxy it goes through.
 *
 * @param host a DNS name, an IPv4 address, or an IPv6 address without brackets (with a zone where needed)
 * @param port 0 to 65535; 0 is never a peer
 */
public record Endpoint(String host, int port) implements Serializable {
    /**
     * IDNA 2003, which is what the JDK knows, and IDNA 2008 map these to different names, that is to hosts of different
     * owners (RFC 5894 section 7.2): sharp s, final sigma, and the two joiners.
     */
    private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

    /** DNS names have at most 253 characters (RFC 1035 section 2.3.4); this also bounds what a proxy is sent (rule S7). */
    private static final int MAX_HOST_LENGTH = 255;

    /**
     * @throws IllegalArgumentException if the host is empty, too long, not one plain token or an address in an unusual
     *     form, or the port is no port
     */
    public Endpoint {
        if (host.isEmpty() || host.length() > MAX_HOST_LENGTH) {
            throw new IllegalArgumentException("a host has 1 to " + MAX_HOST_LENGTH + " characters: " + host.length());
        }
        if (!all(host, Endpoint::mayStandInHost)) {
            throw new IllegalArgumentException("not a host name or address (spaces, controls, '/', '@' and '[' are not "
                    + "allowed; an IPv6 address is given without brackets): \"" + Printable.of(host) + "\"");
        }
        if (host.indexOf(':') >= 0 ? !isIpv6(host) : isNumeric(host) && !isIpv4(host)) {
            throw new IllegalArgumentException(
                    "neither a name nor an address (four numbers of 0 to 255, or IPv6; the port "
                            + "is given by itself): \"" + host + "\"");
        }
        if (host.equals(".") || host.startsWith(".") || host.contains("..")) {
            throw new IllegalArgumentException("a name has no empty labels: \"" + host + "\"");
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
        return host.indexOf(':') >= 0 || isNumeric(host);
    }

    private static boolean isNumeric(String host) {
        return all(host, c -> c == '.' || isDigit(c));
    }

    /** Nothing but the one usual form: what "127.1", "0177.0.0.1" or "2130706433" means depends on who reads it. */
    private static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        return parts.length == 4 && Arrays.stream(parts).allMatch(Endpoint::isOctet);
    }

    private static boolean isOctet(String part) {
        return !part.isEmpty()
                && part.length() <= 3
                && (part.length() == 1 || part.charAt(0) != '0')
                && Integer.parseInt(part) <= 255;
    }

    /** The characters only; whether they make an address is seen when it is looked up. A zone may be anything. */
    private static boolean isIpv6(String host) {
        int zone = host.indexOf('%');
        String address = zone < 0 ? host : host.substring(0, zone);
        return address.indexOf(':') != address.lastIndexOf(':') && all(address, c -> c == ':' || c == '.' || isHex(c));
    }

    private static boolean all(String text, IntPredicate rule) {
        for (int i = 0; i < text.length(); i++) {
            if (!rule.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean mayStandInHost(int c) {
        return c > ' ' && c != 0x7f && "/@[]\\?#\"<>".indexOf(c) < 0;
    }

    /**
     * The host in the form that goes into DNS, TLS and certificates: IDNA A-labels (RFC 3490) for a name with characters
     * outside US-ASCII, without the dot that marks it as absolute.
     *
     * @throws IllegalArgumentException if the name has no such form, or one that depends on the version of IDNA; the
     *     A-label ({@code xn--...}) can then be given instead
     */
    public String asciiHost() {
        if (isAddressLiteral()) {
            return host;
        }
        if (host.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "\"" + Printable.of(host) + "\" means different hosts in different versions"
                            + " of IDNA; write the A-label (xn--...) of the one you mean");
        }
        String ascii = IDN.toASCII(host);
        String relative = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        // The mapping itself makes '/', ':' or digits of characters that look like them (HostSplit, 2019): check the
        // result.
        boolean isPlain = !relative.isEmpty()
                && relative.length() <= MAX_HOST_LENGTH
                && all(relative, c -> c < 0x7f && c != ':' && mayStandInHost(c))
                && !isNumeric(relative);
        if (!isPlain) {
            throw new IllegalArgumentException(
                    "this name has no safe form in US-ASCII: \"" + Printable.of(host) + "\"");
        }
        return relative;
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
