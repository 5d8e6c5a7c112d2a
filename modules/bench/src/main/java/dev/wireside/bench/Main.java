package dev.wireside.bench;

import dev.wireside.bench.mail.MailBench;
import java.util.Arrays;

/** {@code mail ...} runs the paired runs of the mail clients, everything else is for JMH. */
public final class Main {
    private Main() {}

    /** As the class says. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("mail")) {
            MailBench.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}
