package dev.wireside.testkit.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link WireScripts} does. It keeps its server in the store of the test's context, so that one instance serves any
 * number of tests in parallel.
 */
public final class WireServerExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(WireServerExtension.class);

    /** Called by JUnit. */
    public WireServerExtension() {}

    /**
     * Starts the server.
     *
     * @throws IOException if it cannot listen
     * @throws ExtensionConfigurationException if a script does not exist or is none
     */
    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        WireScripts wanted = AnnotationSupport.findAnnotation(context.getElement(), WireScripts.class)
                .orElseThrow(() -> new ExtensionConfigurationException("@WireScripts is missing at the test method"));
        ServerOptions options = ServerOptions.defaults()
                .withDelivery(wanted.delivery())
                .withTls(TestCertificates.serverContext(wanted.certificate()));
        List<WireScript> scripts = new ArrayList<>();
        for (String resource : wanted.value()) {
            scripts.add(script(context.getRequiredTestClass(), resource));
        }
        ScriptedServer server = scripts.size() == 1
                ? ScriptedServer.play(scripts.getFirst(), options)
                : ScriptedServer.playInTurn(scripts, options);
        context.getStore(NAMESPACE).put(ScriptedServer.class, server);
    }

    private static WireScript script(Class<?> test, String resource) throws IOException {
        try (InputStream in = test.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ExtensionConfigurationException(
                        "there is no script " + resource + " beside " + test.getName());
            }
            return WireScript.parse(new String(in.readAllBytes(), UTF_8));
        } catch (IllegalArgumentException bad) {
            throw new ExtensionConfigurationException(resource + ", " + bad.getMessage(), bad);
        }
    }

    /**
     * Closes the server.
     *
     * @throws AssertionError if the dialogue was another one than the script
     */
    @Override
    public void afterEach(ExtensionContext context) {
        ScriptedServer server = context.getStore(NAMESPACE).remove(ScriptedServer.class, ScriptedServer.class);
        if (server != null) {
            server.close();
        }
    }

    /** True for a parameter of type {@link ScriptedServer}. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ScriptedServer.class;
    }

    /** The server of this test. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ScriptedServer server = context.getStore(NAMESPACE).get(ScriptedServer.class, ScriptedServer.class);
        if (server == null) {
            throw new ExtensionConfigurationException("the server exists in the test method only");
        }
        return server;
    }
}
