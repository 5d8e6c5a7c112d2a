package dev.wireside.it.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link RequiresServer} promises. */
final class RealServerExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    /** The build shows this file last, and has removed that of an earlier build. */
    static final Path SKIPPED = Path.of("target", "skipped-servers.txt");

    private static final String INSTALL = "sudo bash it-tests/servers/install.sh";
    private static final ExtensionContext.Namespace SERVERS =
            ExtensionContext.Namespace.create(RealServerExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("the class was looked at already");
        }
        String name = wanted(context).value();
        if (!RealServer.isAddressHere(wanted(context).bind())) {
            String noAddress = "this machine has no " + wanted(context).bind();
            remember(context.getDisplayName(), noAddress);
            return ConditionEvaluationResult.disabled(noAddress);
        }
        String reason = RealServer.reasonNotToStart(name);
        if (reason.isEmpty() || isRequired()) {
            return ConditionEvaluationResult.enabled(name + " is installed, or required");
        }
        remember(context.getDisplayName(), reason);
        return ConditionEvaluationResult.disabled(reason + "; to have it tested: " + INSTALL);
    }

    /** Fails where {@link #evaluateExecutionCondition} has let a server pass that is required and missing. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        RequiresServer wanted = wanted(context);
        String reason = RealServer.reasonNotToStart(wanted.value());
        if (!reason.isEmpty()) {
            throw new AssertionError(
                    "WIRESIDE_REQUIRE_REAL_SERVERS is true, but " + reason + "; install it: " + INSTALL);
        }
        // The store closes it behind the last test of the class.
        context.getStore(SERVERS)
                .put(RealServer.class, RealServer.start(wanted.value(), wanted.bind(), List.of(wanted.environment())));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(SERVERS).get(RealServer.class, RealServer.class);
    }

    private static RequiresServer wanted(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RequiresServer.class)
                .orElseThrow();
    }

    private static boolean isRequired() {
        String said = System.getenv("WIRESIDE_REQUIRE_REAL_SERVERS");
        return switch (said == null ? "" : said) {
            case "true" -> true;
            case "", "false" -> false;
            default -> throw new IllegalStateException("WIRESIDE_REQUIRE_REAL_SERVERS is true or false: " + said);
        };
    }

    /** Says how to install it all once, before the first of them. */
    private static void remember(String tests, String reason) {
        try {
            if (!Files.exists(SKIPPED)) {
                Files.createDirectories(SKIPPED.getParent());
                Files.writeString(
                        SKIPPED,
                        "Not tested, because real servers or addresses are missing (" + INSTALL + " installs them):\n",
                        StandardOpenOption.CREATE_NEW);
            }
            Files.writeString(SKIPPED, "  " + tests + ": " + reason + "\n", StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new AssertionError("cannot note down that " + tests + " was skipped", unwritable);
        }
    }
}
