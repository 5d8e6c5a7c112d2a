package dev.wireside.net;

/**
 * A connector that is one link of a chain: it uses another connector to reach its own hop, and goes on from there. A SOCKS
 * proxy that is reached through another one is {@code inner.via(outer)}; without {@code via} the hop is reached directly.
 */
public interface ChainedConnector extends Connector {
    /** The same link, whose own hop is reached by {@code outer}. */
    ChainedConnector via(Connector outer);
}
