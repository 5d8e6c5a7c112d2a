/**
 * Jakarta Mail's {@link jakarta.mail.Store} on top of {@link dev.wireside.pop3.Pop3Client}. An application sets {@code
 * mail.store.protocol=wireside-pop3s}.
 */
@NullMarked
package dev.wireside.pop3.jakarta;

import org.jspecify.annotations.NullMarked;
