/**
 * Everything that can go wrong between a client and its server, tried on every operation of every client.
 *
 * <p>A protocol brings a table of {@link dev.wireside.it.faults.Dialogue}s, each a script of the server that goes well, the
 * operation of the client, and what it comes to. {@link dev.wireside.it.faults.FaultSuite} makes thousands of cases of them:
 * the server's bytes cut at every offset, one byte at a time, a stall, a reset and garbage at every step, endless lines and
 * replies, and every wrong certificate. Each case ends in what the dialogue comes to when nothing is missing, or in a
 * documented exception; never in a hang, and never in a result when something is missing.
 */
package dev.wireside.it.faults;
