package org.faktoryjca.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code api ← client ← worker ← ra}: an arrow's head knows nothing of its tail. */
class DependencyRuleTest {
    private static final String[] API = {"org.faktoryjca", "org.faktoryjca.spi"};
    /** The JDK's, as all of the JDK has it. */
    private static final String JMX = "javax.management..";

    private static final String CLIENT = "org.faktoryjca.client..";
    private static final String WORKER = "org.faktoryjca.worker..";
    private static final String RA = "org.faktoryjca.ra..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String POOL = "org.apache.commons.pool2..";

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .importPaths(Stream.of(
                                "faktory-api",
                                "faktory-client",
                                "faktory-worker",
                                "faktory-ra",
                                "faktory-embedded",
                                "faktory-testing",
                                "example-ejb/ejb",
                                "example-ejb/web",
                                "example-ejb/launcher")
                        .map(module -> Path.of("..", module, "target", "classes"))
                        .toList());
        // An empty import would let every rule pass.
        for (var room :
                new String[] {API[0], API[1], "org.faktoryjca.client", "org.faktoryjca.worker", "org.faktoryjca.ra"}) {
            assertThat(all.stream().map(JavaClass::getPackageName)).contains(room);
        }
    }

    private static void onlyDependOn(String room, String... others) {
        classes()
                .that(are(resideInAPackage(room)))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(others))
                .check(all);
    }

    @Test
    void theApiKnowsNothingButTheJdk() {
        classes()
                .that(are(resideInAnyPackage(API)))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", JMX, API[0], API[1]))
                .check(all);
    }

    @Test
    void theClientKnowsTheApi() {
        onlyDependOn(CLIENT, "java..", "javax.net..", API[0], API[1], CLIENT, JACKSON, POOL);
    }

    @Test
    void theWorkerKnowsTheClientAndNotItsWire() {
        onlyDependOn(WORKER, "java..", JMX, API[0], API[1], CLIENT, WORKER);
        noClasses()
                .that(are(resideInAPackage(WORKER)))
                .should()
                .dependOnClassesThat(resideInAPackage("..client.wire.."))
                .check(all);
    }

    @Test
    void theAdapterKnowsJakartaAndNoApplicationServer() {
        onlyDependOn(
                RA,
                "java..",
                JMX,
                "javax.naming..",
                "javax.security.auth..",
                "javax.transaction.xa..",
                "jakarta..",
                API[0],
                API[1],
                CLIENT,
                WORKER,
                RA);
    }

    @Test
    void outboundAndInboundDoNotKnowEachOther() {
        noClasses()
                .that(are(resideInAPackage("..ra.outbound..")))
                .should()
                .dependOnClassesThat(resideInAPackage("..ra.inbound.."))
                .check(all);
        noClasses()
                .that(are(resideInAPackage("..ra.inbound..")))
                .should()
                .dependOnClassesThat(resideInAPackage("..ra.outbound.."))
                .check(all);
    }

    @Test
    void theServerInMemoryHasACodecOfItsOwn() {
        onlyDependOn(
                "org.faktoryjca.testing.server..",
                "java..",
                "javax.net..",
                "com.google.gson..",
                "org.faktoryjca.testing.server..");
    }

    @Test
    void theTestKitKnowsWhatProductionUsesAndNoJakarta() {
        noClasses()
                .that(are(resideInAPackage("org.faktoryjca.testing")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta..", RA, JACKSON, "com.google.gson.."))
                .check(all);
    }

    @Test
    void theExampleSeesTheApiAndTheLauncherAloneAnApplicationServer() {
        onlyDependOn(
                "org.faktoryjca.example", "java..", "javax.imageio..", "jakarta..", API[0], "org.faktoryjca.example");
        noClasses()
                .that(are(resideInAnyPackage("org.faktoryjca..")
                        .and(DescribedPredicate.not(resideInAPackage("..launcher..")))))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.glassfish..", "fish.payara..", "org.jboss..", "org.wildfly.."))
                .check(all);
    }

    @Test
    void thePoolStaysInOneRoom() {
        noClasses()
                .that(are(DescribedPredicate.not(resideInAPackage("org.faktoryjca.client.pool"))))
                .should()
                .dependOnClassesThat(resideInAPackage(POOL))
                .check(all);
    }

    @Test
    void jacksonStaysInOneRoomAndOutOfPublicSignatures() {
        noClasses()
                .that(are(DescribedPredicate.not(resideInAPackage("org.faktoryjca.client.json"))))
                .should()
                .dependOnClassesThat(resideInAPackage(JACKSON))
                .check(all);
        methods()
                .that()
                .areDeclaredInClassesThat(
                        resideInAPackage("org.faktoryjca.client.json").and(modifier(JavaModifier.PUBLIC)))
                .and()
                .arePublic()
                .should(notName(JACKSON))
                .check(all);
    }

    private static DescribedPredicate<JavaClass> modifier(JavaModifier modifier) {
        return DescribedPredicate.describe(
                "are " + modifier, type -> type.getModifiers().contains(modifier));
    }

    private static ArchCondition<JavaMember> notName(String room) {
        return new ArchCondition<>("not name " + room + " in their signatures") {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                var names = member.getAllInvolvedRawTypes().stream().anyMatch(resideInAPackage(room));
                events.add(new SimpleConditionEvent(
                        member, !names, member.getFullName() + (names ? " names " : " does not name ") + room));
            }
        };
    }
}
