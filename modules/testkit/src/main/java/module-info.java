/** A server that plays scripts and misbehaves on demand, a proxy that damages any connection, and throwaway certificates. */
module dev.wireside.testkit {
    requires transitive dev.wireside.codec;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.testkit;
}
