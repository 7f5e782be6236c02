package dev.keaha;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the core, and its purity: no network, clock, thread, log or file. */
@Tag("exhaustive")
class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.keaha");

    /** Who may use whom; everything else is forbidden. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "json", Set.of(),
            "binding", Set.of("json"),
            "config", Set.of("json", "binding"),
            "hook", Set.of("json", "config", "binding"),
            "ha", Set.of("json", "config", "hook", "binding"),
            "command", Set.of("json", "config", "ha"),
            "health", Set.of("json", "config", "ha", "command"),
            "replication", Set.of("json", "config", "ha", "command", "health"),
            "following", Set.of("json", "config", "ha", "command", "replication"));

    @Test
    void arrowsPointOneWay() {
        Set<String> packages = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (JavaClass user : CORE) {
            String from = packageOf(user);
            packages.add(from);
            user.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                if (used.getPackageName().startsWith("dev.keaha")) {
                    String to = packageOf(used);
                    if (!to.equals(from) && !ARROWS.getOrDefault(from, Set.of()).contains(to)) {
                        wrong.add(from + " -> " + to + ": " + dependency.getDescription());
                    }
                }
            });
        }
        assertThat(packages).as("packages of the core").isEqualTo(new TreeSet<>(ARROWS.keySet()));
        assertThat(wrong).isEmpty();
    }

    @Test
    void packagesMakeNoCircle() {
        slices().matching("dev.keaha.(*)..").should().beFreeOfCycles().check(CORE);
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring("dev.keaha.".length());
    }

    @Test
    void knowsNoNetworkFileThreadOrLog() {
        DescribedPredicate<JavaClass> outside = resideInAnyPackage(
                        "java.net..",
                        "javax.net..",
                        "java.io..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "java.util.prefs..",
                        "java.sql..",
                        "org.slf4j..",
                        "sun..",
                        "com.sun..")
                .and(describe(
                        "is no plain value",
                        type -> !type.isEquivalentTo(URI.class)
                                && !type.isEquivalentTo(URISyntaxException.class)
                                // javac lets every switch over an enum and every lambda mention these.
                                && !type.isEquivalentTo(java.io.Serializable.class)));
        noClasses().should().dependOnClassesThat(outside).check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "run or log",
                        type -> Set.of(
                                        "java.lang.Thread",
                                        "java.lang.ThreadLocal",
                                        "java.lang.Process",
                                        "java.lang.ProcessBuilder",
                                        "java.lang.Runtime",
                                        "java.lang.System$Logger",
                                        "java.util.Timer",
                                        "java.util.Scanner",
                                        "java.util.Random",
                                        "java.security.SecureRandom")
                                .contains(type.getName())))
                .check(CORE);
    }

    @Test
    void asksNeitherForTheTimeNorForTheMachineItRunsOn() {
        DescribedPredicate<JavaAccess<?>> impure = describe("ask for time, chance or the machine", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            boolean now = owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"));
            boolean system = owner.equals("java.lang.System")
                    && Set.of(
                                    "currentTimeMillis",
                                    "nanoTime",
                                    "getenv",
                                    "getProperty",
                                    "getProperties",
                                    "out",
                                    "err",
                                    "in",
                                    "exit")
                            .contains(name);
            boolean chance = owner.equals("java.lang.Math") && name.equals("random")
                    || owner.equals("java.util.UUID") && name.equals("randomUUID");
            boolean lookup = owner.equals("java.util.Date") || name.equals("printStackTrace");
            return now || system || chance || lookup;
        });
        noClasses().should().accessTargetWhere(impure).check(CORE);
    }
}
