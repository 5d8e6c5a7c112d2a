/** Requires the clients only: what their signatures mention must come along through {@code requires transitive}. */
module org.example.consumer {
    requires dev.wireside.net;
}
