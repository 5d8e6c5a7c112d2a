package dev.wireside.net;

/** The tap of a connection nobody listens to; recognised by identity, so that no event is made for it. */
enum NoTap implements WireTap {
    INSTANCE;

    @Override
    public void heard(TranscriptEvent event) {}
}
