/** The same SMTP tasks done with Wireside and with Jakarta Mail, to be read beside each other. */
@NullMarked
package dev.wireside.smtp.vs;

import org.jspecify.annotations.NullMarked;
