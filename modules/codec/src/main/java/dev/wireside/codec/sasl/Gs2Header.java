package dev.wireside.codec.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a SCRAM client says about channel binding, first in its first message and again, where nobody can change it
 * unnoticed, under the proof of its second (RFC 5802 sections 6 and 7):
 *
 * <pre>
 *   gs2-cbind-flag = ("p=" cb-name) / "n" / "y"
 *   gs2-header     = gs2-cbind-flag "," [ authzid ] ","
 * </pre>
 */
final class Gs2Header {
    /** The client cannot bind. */
    static final Gs2Header NOT_SUPPORTED = new Gs2Header("n,,", new byte[0]);

    /**
     * The client could bind, but saw no {@code -PLUS} offered. A server that did offer it knows that somebody removed
     * it.
     */
    static final Gs2Header NOT_OFFERED = new Gs2Header("y,,", new byte[0]);

    private final String text;
    private final byte[] bindingData;

    private Gs2Header(String text, byte[] bindingData) {
        this.text = text;
        this.bindingData = bindingData;
    }

    static Gs2Header bound(ChannelBinding binding) {
        return new Gs2Header("p=" + binding.type() + ",,", binding.data());
    }

    String text() {
        return text;
    }

    boolean isBound() {
        return bindingData.length > 0;
    }

    /** {@code channel-binding = "c=" base64(gs2-header [ cbind-data ])}. */
    String channelBindingAttribute() {
        byte[] header = text.getBytes(StandardCharsets.US_ASCII);
        byte[] input = Arrays.copyOf(header, header.length + bindingData.length);
        System.arraycopy(bindingData, 0, input, header.length, bindingData.length);
        return "c=" + Base64.getEncoder().encodeToString(input);
    }
}
