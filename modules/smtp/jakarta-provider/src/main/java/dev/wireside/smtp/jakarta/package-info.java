/**
 * Jakarta Mail's {@link jakarta.mail.Transport} on top of {@link dev.wireside.smtp.SmtpClient}. An application sets {@code
 * mail.transport.protocol=wireside-smtp}, and for {@code Transport.send} also {@code
 * mail.transport.protocol.rfc822=wireside-smtp}.
 */
@NullMarked
package dev.wireside.smtp.jakarta;

import org.jspecify.annotations.NullMarked;
