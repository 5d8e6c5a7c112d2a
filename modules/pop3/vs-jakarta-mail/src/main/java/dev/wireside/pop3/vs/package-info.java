/** The same POP3 tasks done with Wireside and with Jakarta Mail, to be read beside each other. */
@NullMarked
package dev.wireside.pop3.vs;

import org.jspecify.annotations.NullMarked;
