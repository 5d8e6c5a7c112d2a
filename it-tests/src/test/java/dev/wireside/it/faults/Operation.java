package dev.wireside.it.faults;

/**
 * What a client does in a {@link Dialogue}: connect, one operation or a few, close.
 *
 * @param <T> what comes of it; compared with {@code equals}
 */
@FunctionalInterface
public interface Operation<T> {
    /** Does it, within the scene's patience. */
    T perform(Scene scene) throws Exception;
}
