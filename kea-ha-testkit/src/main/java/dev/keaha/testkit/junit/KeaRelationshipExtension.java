package dev.keaha.testkit.junit;

import dev.keaha.ha.HaMode;
import dev.keaha.testkit.FakeRelationship;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Makes what {@link KeaRelationship} asks for. It is registered by that annotation. */
public final class KeaRelationshipExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler {

    private static final Namespace HERE = Namespace.create(KeaRelationshipExtension.class);

    /** Made by JUnit. */
    public KeaRelationshipExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        fill(context, null, context.getRequiredTestClass());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        // nested test classes: fields of the classes around them too
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            fill(context, instance, instance.getClass());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened(context).forEach(FakeRelationship::close);
        opened(context).clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        opened(context).forEach(FakeRelationship::close);
        opened(context).clear();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(KeaRelationship.class);
    }

    @Override
    public FakeRelationship resolveParameter(ParameterContext parameter, ExtensionContext context) {
        check(parameter.getParameter().getType(), parameter.getParameter().toString());
        return start(parameter.findAnnotation(KeaRelationship.class).orElseThrow(), context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            for (FakeRelationship relationship : opened(at)) {
                failure.addSuppressed(new WhatHappened(relationship + "\n" + relationship.timeline()));
            }
        }
        throw failure;
    }

    private static void fill(
            ExtensionContext context, @org.jspecify.annotations.Nullable Object instance, Class<?> type) {
        for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
            for (Field field : one.getDeclaredFields()) {
                KeaRelationship wanted = field.getAnnotation(KeaRelationship.class);
                if (wanted != null && Modifier.isStatic(field.getModifiers()) == (instance == null)) {
                    check(field.getType(), field.toString());
                    try {
                        field.setAccessible(true);
                        field.set(instance, start(wanted, context));
                    } catch (IllegalAccessException e) {
                        throw new ExtensionConfigurationException("Cannot set " + field + ": is it final?", e);
                    }
                }
            }
        }
    }

    private static void check(Class<?> type, String where) {
        if (type != FakeRelationship.class) {
            throw new ExtensionConfigurationException(
                    "@KeaRelationship goes on a FakeRelationship, found it on " + where);
        }
    }

    private static FakeRelationship start(KeaRelationship wanted, ExtensionContext context) {
        FakeRelationship.Builder builder = FakeRelationship.builder()
                .mode(
                        switch (wanted.mode()) {
                            case LOAD_BALANCING -> HaMode.LOAD_BALANCING;
                            case HOT_STANDBY -> HaMode.HOT_STANDBY;
                            case PASSIVE_BACKUP -> HaMode.PASSIVE_BACKUP;
                        })
                .version(wanted.version())
                .service(wanted.service())
                .backups(wanted.backups())
                .heartbeatDelay(Duration.ofMillis(wanted.heartbeatDelay()))
                .maxResponseDelay(Duration.ofMillis(wanted.maxResponseDelay()))
                .maxUnackedClients(wanted.maxUnackedClients())
                .hooks(wanted.hooks())
                .seed(wanted.seed());
        FakeRelationship relationship = (wanted.onLoopback() ? builder.onLoopback() : builder).start();
        opened(context).add(relationship);
        if (wanted.normal()) {
            relationship.awaitNormal();
        }
        return relationship;
    }

    /** What this context has opened and must close. */
    @SuppressWarnings("unchecked")
    private static List<FakeRelationship> opened(ExtensionContext context) {
        return context.getStore(HERE)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> new ArrayList<FakeRelationship>(), List.class);
    }

    /** Carries the timeline with a failure; where it was made says nothing. */
    private static final class WhatHappened extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WhatHappened(String text) {
            super("what happened to " + text, null, false, false);
        }
    }
}
