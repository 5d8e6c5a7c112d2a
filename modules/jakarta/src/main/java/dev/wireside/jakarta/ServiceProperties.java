package dev.wireside.jakarta;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a session that are about one protocol. For {@code wireside-smtp} these are {@code mail.wireside-smtp.*},
 * and {@code mail.smtp.*} for what is not set there: so an application that changes its protocol keeps its other settings. A
 * property that is set to nothing counts as not set, and hides the inherited one.
 *
 * <p>Reads the session's properties each time it is asked. As safe for threads as they are.
 */
public final class ServiceProperties {
    private static final String FAMILY = "wireside-";

    private final Properties properties;
    private final String protocol;
    private final String own;
    private final String inherited;

    private ServiceProperties(Properties properties, String protocol) {
        this.properties = properties;
        this.protocol = protocol;
        this.own = "mail." + protocol + ".";
        this.inherited = "mail." + (protocol.startsWith(FAMILY) ? protocol.substring(FAMILY.length()) : protocol) + ".";
    }

    /** Those of {@code protocol} in this session. */
    public static ServiceProperties of(Session session, String protocol) {
        return new ServiceProperties(session.getProperties(), protocol);
    }

    /** The protocol that they are about. */
    public String protocol() {
        return protocol;
    }

    /** Whether the protocol's name says that TLS comes first: it ends in an s. */
    public boolean isImplicitTls() {
        return protocol.endsWith("s");
    }

    /** The property as text, without blanks around it; empty if it is not set. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(value(name)).map(Object::toString).map(String::strip);
    }

    /**
     * The property as a boolean: {@code true} or {@code false} in any case.
     *
     * @throws MessagingException if it is neither
     */
    public Optional<Boolean> flag(String name) throws MessagingException {
        Optional<String> text = text(name).map(set -> set.toLowerCase(Locale.ROOT));
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            throw refusal(name, "is true or false");
        }
        return text.map("true"::equals);
    }

    /** Whether it is set to true. */
    public boolean isTrue(String name) throws MessagingException {
        return flag(name).orElse(false);
    }

    /**
     * The property as a whole number from {@code least} to {@code most}.
     *
     * @throws MessagingException if it is none
     */
    public Optional<Integer> number(String name, int least, int most) throws MessagingException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException noNumber) {
            // The same as a number that is too large.
        }
        throw refusal(name, "is a number from " + least + " to " + most);
    }

    /**
     * The property as a time in milliseconds; empty also for 0 and less, which mean "for ever" elsewhere: here no wait is
     * endless, and the client's own limit applies.
     *
     * @throws MessagingException if it is no number
     */
    public Optional<Duration> millis(String name) throws MessagingException {
        return number(name, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .filter(millis -> millis > 0)
                .map(Duration::ofMillis);
    }

    /**
     * The property as an object, which was put into the session's properties with {@code put}.
     *
     * @throws MessagingException if it is of another type
     */
    public <T> Optional<T> object(String name, Class<T> type) throws MessagingException {
        Object value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw refusal(
                    name,
                    "is an object of the type " + type.getName() + ", put into the properties with put(name, it)");
        }
        return Optional.of(type.cast(value));
    }

    /** Whether it is set. */
    public boolean has(String name) {
        return value(name) != null;
    }

    /** The names of all that are set, each once, without {@code mail.} and the protocol. */
    public SortedSet<String> names() {
        SortedSet<String> all = new TreeSet<>(properties.stringPropertyNames());
        properties.keySet().forEach(key -> all.add(key.toString()));
        SortedSet<String> names = new TreeSet<>();
        for (String name : all) {
            for (String prefix : new String[] {own, inherited}) {
                if (name.startsWith(prefix) && has(name.substring(prefix.length()))) {
                    names.add(name.substring(prefix.length()));
                }
            }
        }
        return names;
    }

    /** The property's whole name, as it was set. */
    public String nameOf(String name) {
        return (raw(own + name) != null || raw(inherited + name) == null ? own : inherited) + name;
    }

    /** An exception that names the property, and never shows its value. */
    public MessagingException refusal(String name, String why) {
        return new MessagingException("the property " + nameOf(name) + " " + why);
    }

    private @Nullable Object value(String name) {
        Object set = raw(own + name);
        if (set == null) {
            set = raw(inherited + name);
        }
        return set instanceof String text && text.isBlank() ? null : set;
    }

    /** Objects are not seen by {@code getProperty}, and the defaults of the properties not by {@code get}. */
    private @Nullable Object raw(String wholeName) {
        Object set = properties.get(wholeName);
        return set == null ? properties.getProperty(wholeName) : set;
    }

    @Override
    public String toString() {
        return own + "*, " + inherited + "*";
    }
}
