package org.faktoryjca.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.ServerState;
import org.faktoryjca.testing.server.WorkServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link FaktoryTest} does. */
final class FaktoryExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final System.Logger LOG = System.getLogger("org.faktoryjca.testing");
    private static final Namespace NAMESPACE = Namespace.create(FaktoryExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        underTest(context);
    }

    /** The server of the outermost class, started when it is first asked for; what it closes, JUnit closes. */
    private static ServerUnderTest underTest(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(ServerUnderTest.class, key -> start(context), ServerUnderTest.class);
    }

    private static ServerUnderTest start(ExtensionContext context) {
        var test = find(context, type -> AnnotationSupport.findAnnotation(type, FaktoryTest.class))
                .orElseThrow(() -> new IllegalStateException("put @FaktoryTest on " + context.getDisplayName()));
        var started = ServerUnderTest.start(
                Choice.of(test, StateNeed.of(context.getRequiredTestClass()), Settings.of(context)));
        context.publishReportEntry("faktory", started.description());
        LOG.log(
                System.Logger.Level.INFO,
                "{0} runs on {1}",
                context.getRequiredTestClass().getName(),
                started.description());
        return started;
    }

    /** In the class, else in the one around it. */
    private static <T> Optional<T> find(ExtensionContext context, Function<Class<?>, Optional<T>> look) {
        for (var type = context.getTestClass().orElse(null); type != null; type = type.getEnclosingClass()) {
            var found = look.apply(type);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        underTest(context).begin(file(context, FaktoryState::value));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            file(context, FaktoryState::left).ifPresent(underTest(context)::end);
        }
    }

    private static Optional<ServerState> file(ExtensionContext context, Function<FaktoryState, String> which) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), FaktoryState.class)
                .or(() -> find(context, type -> AnnotationSupport.findAnnotation(type, FaktoryState.class)))
                .map(which)
                .filter(name -> !name.isEmpty())
                .map(name -> read(context.getRequiredTestClass(), name));
    }

    private static ServerState read(Class<?> test, String name) {
        try (var in = test.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + name + " for " + test.getName()
                        + ": put it beside the class, or begin its name with a slash");
            }
            return ServerState.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return WorkServer.class.isAssignableFrom(type)
                || type == FaktoryConnectionFactory.class
                || type == FaktoryConnection.class
                || type == URI.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var underTest = underTest(context);
        var type = parameter.getParameter().getType();
        if (type == URI.class) {
            return URI.create(underTest.server().url());
        }
        if (type == FaktoryConnectionFactory.class) {
            return underTest.connections();
        }
        return type == FaktoryConnection.class ? connection(underTest, context) : server(underTest, type);
    }

    /** One for each test, or for a class where its constructor asks for it. */
    private static FaktoryConnection connection(ServerUnderTest underTest, ExtensionContext context) {
        return context.getStore(Namespace.create(FaktoryExtension.class, context.getUniqueId()))
                .getOrComputeIfAbsent(
                        FaktoryConnection.class,
                        key -> underTest.connections().getConnection(),
                        FaktoryConnection.class);
    }

    private static LoadableServer server(ServerUnderTest underTest, Class<?> type) {
        if (!type.isInstance(underTest.server())) {
            throw new ParameterResolutionException("the test runs on " + underTest.description()
                    + ", which is no " + type.getSimpleName()
                    + (type == EmbeddedFaktory.class ? ": write @FaktoryTest(on = EMBEDDED)" : "")
                    + (type == FaktoryProcess.class ? ": write @FaktoryTest(on = PROCESS)" : ""));
        }
        return underTest.server();
    }
}
