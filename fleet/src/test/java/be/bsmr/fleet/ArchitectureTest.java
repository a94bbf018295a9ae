package be.bsmr.fleet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The picture of ARCHITECTURE.md as a table: each room of the fleet and the rooms beside it that it
 * may import.
 */
class ArchitectureTest {

    private static final String FLEET = "be.bsmr.fleet";

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(FLEET);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("topics"),
                room("settings", "topics"),
                room("local", "topics", "topology"),
                room("bridge", "topics"),
                room("topology", "topics"),
                room("sink", "topics"),
                room("web", "topics", "sink"),
                room("demo", "topics", "local", "topology", "sink", "web"),
                room(
                        "cli",
                        "settings",
                        "topics",
                        "local",
                        "bridge",
                        "topology",
                        "sink",
                        "web",
                        "demo"));
    }

    private static Arguments room(String name, String... mayImport) {
        return Arguments.of(name, mayImport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void importsOnlyWhatThePictureAllows(String room, String[] mayImport) {
        String[] others =
                rooms().map(r -> (String) r.get()[0])
                        .filter(other -> !other.equals(room))
                        .filter(other -> Stream.of(mayImport).noneMatch(other::equals))
                        .map(other -> FLEET + "." + other + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(FLEET + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void everyPackageIsInThePicture() {
        String[] known = rooms().map(r -> FLEET + "." + r.get()[0] + "..").toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(PROGRAM);
    }

    @Test
    void theLinkToEachLibraryStaysInItsRoom() {
        onlyIn("topology", "org.apache.kafka.streams..");
        onlyIn("local", "kafka..", "org.apache.kafka.metadata..");
        onlyIn("bridge", "com.hivemq..");
        onlyIn("sink,web", "java.sql..", "org.flywaydb..", "com.zaxxer..");
        onlyIn("web", "io.undertow..");
        onlyIn("cli", "picocli..");
    }

    @Test
    void theClockIsHandedDown() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FLEET + ".cli..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(PROGRAM);
    }

    /** A house runs without any of this. */
    @Test
    void theHomeKnowsNoFleet() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(FLEET + "..")
                .check(new ClassFileImporter().importPackages("be.bsmr.home"));
    }

    private static void onlyIn(String rooms, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(rooms.split(","))
                                .map(room -> FLEET + "." + room + "..")
                                .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(PROGRAM);
    }
}
