package dev.wireside.pop3.jakarta;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;

/** The header ends where Jakarta Mail stops reading it, whatever the bytes. */
final class HeaderEndFuzzTest {
    @FuzzTest
    void header_end(byte[] message) throws Exception {
        long end = HeaderEnd.find(new ByteArrayInputStream(message));
        if (end < 0 || end > message.length) {
            throw new AssertionError("the header ends at " + end + " of " + message.length);
        }
        String whole = headers(new SharedByteArrayInputStream(message));
        String cut = headers(new SharedByteArrayInputStream(message, 0, (int) end));
        if (!whole.equals(cut)) {
            throw new AssertionError("cut off at " + end + " the header is another");
        }
    }

    private static String headers(SharedByteArrayInputStream in) throws Exception {
        try (in) {
            return Collections.list(new InternetHeaders(in).getAllHeaderLines()).toString();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
