package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LOGIN: the user to the first challenge, the password to the second.
 *
 * <p>The drafts have the contents of both challenges ignored, and servers word them freely, so only their order counts.
 */
final class LoginExchange implements SaslExchange {
    private static final String SECTION = "draft-murchison-sasl-login";

    private enum State {
        USER_IS_NEXT,
        PASSWORD_IS_NEXT,
        COMPLETE
    }

    private final String user;
    private final Secret password;
    private State state = State.USER_IS_NEXT;

    LoginExchange(String user, Secret password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.empty();
    }

    @Override
    public byte[] answer(byte[] challenge) throws GrammarException {
        PeerText.checkLength(challenge);
        return switch (state) {
            case USER_IS_NEXT -> {
                state = State.PASSWORD_IS_NEXT;
                yield user.getBytes(StandardCharsets.UTF_8);
            }
            case PASSWORD_IS_NEXT -> {
                state = State.COMPLETE;
                yield password.utf8();
            }
            case COMPLETE -> throw PeerText.oneTooMany("LOGIN", SECTION);
        };
    }

    @Override
    public void succeeded(byte @Nullable [] finalData) throws GrammarException {
        PeerText.checkSuccess("LOGIN", SECTION, state == State.COMPLETE, finalData);
    }
}
