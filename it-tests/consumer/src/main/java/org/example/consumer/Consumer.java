package org.example.consumer;

import dev.wireside.codec.Secret;
import dev.wireside.codec.dot.DotDecoder;
import dev.wireside.codec.line.LineScanner;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Connection;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.jakarta.WiresideStore;
import dev.wireside.pop3.sync.MaildropSync;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.dkim.DkimSigner;
import dev.wireside.smtp.jakarta.WiresideTransport;
import dev.wireside.testkit.ScriptedServer;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names one public type of every package that the libraries export. The compiler sees to it that each of them can be used
 * from another module; running it finds the exported package that nobody named here.
 */
final class Consumer {
    private static final List<Class<?>> ONE_OF_EACH_PACKAGE = List.of(
            Secret.class,
            DotDecoder.class,
            LineScanner.class,
            Reply.class,
            Sasl.class,
            WireScript.class,
            Connection.class,
            Pop3Client.class,
            MaildropSync.class,
            SmtpClient.class,
            WiresideStore.class,
            WiresideTransport.class,
            DkimSigner.class,
            ScriptedServer.class);

    private Consumer() {}

    public static void main(String[] args) throws NoSuchProviderException {
        requireProviders(Session.getInstance(new Properties()));
        var modules = ModuleLayer.boot().modules().stream()
                .filter(module -> module.getName().startsWith("dev.wireside."))
                .collect(Collectors.toSet());
        var exported = new TreeSet<String>();
        for (var module : modules) {
            module.getDescriptor().exports().stream()
                    .filter(exports -> !exports.isQualified())
                    .map(Exports::source)
                    .forEach(exported::add);
        }
        Set<String> used =
                ONE_OF_EACH_PACKAGE.stream().map(Class::getPackageName).collect(Collectors.toSet());
        if (!used.equals(exported)) {
            System.err.println("exported: " + exported + "\nused here: " + new TreeSet<>(used));
            System.exit(1);
        }
        System.out.println("Usable from a module of their own: " + exported);
    }

    /** Jakarta Mail finds them as services, and makes them by reflection, for which their packages must be exported. */
    private static void requireProviders(Session session) throws NoSuchProviderException {
        var found = List.of(
                session.getTransport("wireside-smtp"),
                session.getTransport("wireside-smtps"),
                session.getTransport("wireside-lmtp"),
                session.getStore("wireside-pop3"),
                session.getStore("wireside-pop3s"));
        if (!found.stream().allMatch(it -> it instanceof WiresideTransport || it instanceof WiresideStore)) {
            System.err.println("not ours: " + found);
            System.exit(1);
        }
    }
}
