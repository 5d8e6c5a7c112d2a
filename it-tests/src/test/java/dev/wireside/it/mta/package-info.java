/**
 * A mail server that knows what it has taken, and clients whose claims are held against that.
 *
 * <p>{@link dev.wireside.it.mta.LedgerServer} is as strict as servers are and writes down each message at the moment it takes
 * the responsibility for it, whether or not the client comes to know. {@link dev.wireside.it.mta.Mischief} breaks what it
 * says: at a byte, at a reply. {@link dev.wireside.it.mta.Reckoning} compares what the client claims with what was written.
 */
package dev.wireside.it.mta;
