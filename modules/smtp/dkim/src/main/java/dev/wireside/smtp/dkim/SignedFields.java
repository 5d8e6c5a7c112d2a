package dev.wireside.smtp.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which fields of a header a signature covers (RFC 6376 section 5.4).
 *
 * <p>Naming a field once more than it is there makes it impossible to add another (section 8.15). That is done for what may
 * be there only once, when it is there: adding a second Subject is an attack. What is not there is named only where adding
 * it is an attack, too: a submission server may add a missing Date or Message-ID (RFC 6409 section 8).
 */
final class SignedFields {
    /**
     * What RFC 6376 section 5.4.1 recommends; the fields of MIME, because they decide how the body is read; and
     * List-Unsubscribe-Post, which RFC 8058 section 4 wants signed. Not those that relays add or remove: Received,
     * Return-Path, Bcc.
     */
    static final List<String> DEFAULT = List.of(
            "From",
            "Sender",
            "Reply-To",
            "Subject",
            "Date",
            "Message-ID",
            "To",
            "Cc",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "In-Reply-To",
            "References",
            "Resent-Date",
            "Resent-From",
            "Resent-To",
            "Resent-Cc",
            "List-Id",
            "List-Help",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive");

    /** What tells a reader from whom, to whom and about what: nobody adds them honestly to a message that lacks them. */
    static final List<String> NEVER_ADDED = List.of("From", "Reply-To", "Subject", "To", "Cc");

    /** RFC 5322 section 3.6 allows each at most once, and RFC 2045 section 3 does for its own. */
    private static final Set<String> AT_MOST_ONCE = Set.of(
            "from",
            "sender",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "to",
            "cc",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "in-reply-to",
            "references");

    private SignedFields() {}

    /** The names for {@code h=}: a name stands there as often as it is signed. */
    static List<String> names(List<HeaderField> header, List<String> wanted, List<String> neverAdded) {
        Map<String, Integer> present = new HashMap<>();
        header.forEach(field -> present.merge(field.name(), 1, Integer::sum));
        Map<String, String> byKey = new LinkedHashMap<>();
        wanted.forEach(name -> byKey.putIfAbsent(key(name), name));
        neverAdded.forEach(name -> byKey.putIfAbsent(key(name), name));
        Set<String> guarded = neverAdded.stream().map(SignedFields::key).collect(Collectors.toSet());
        List<String> names = new ArrayList<>();
        byKey.forEach((key, name) -> {
            int times = present.getOrDefault(key, 0);
            boolean isOnceMore = guarded.contains(key) || (times > 0 && AT_MOST_ONCE.contains(key));
            names.addAll(Collections.nCopies(times + (isOnceMore ? 1 : 0), name));
        });
        return names;
    }

    /**
     * What is signed of the header: for each name the field of that name that stands lowest and was not taken yet, or
     * nothing (section 5.4.2).
     */
    static byte[] canonical(List<HeaderField> header, List<String> names, Canonicalization form) {
        Map<String, Deque<HeaderField>> left = new HashMap<>();
        header.forEach(field ->
                left.computeIfAbsent(field.name(), name -> new ArrayDeque<>()).push(field));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        for (String name : names) {
            Deque<HeaderField> same = left.get(key(name));
            if (same != null && !same.isEmpty()) {
                signed.writeBytes(form.field(same.pop().bytes()));
            }
        }
        return signed.toByteArray();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
