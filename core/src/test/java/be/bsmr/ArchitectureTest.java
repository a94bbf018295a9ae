package be.bsmr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The picture of ARCHITECTURE.md as a table: each room of the core and the rooms that it may
 * import.
 */
class ArchitectureTest {

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("be.bsmr");

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("unit"),
                room("packed"),
                room("meter", "unit"),
                room("p1", "meter", "unit"),
                room("quarter", "meter", "unit"),
                room("tariff", "quarter", "meter", "unit"),
                room("control", "quarter", "meter", "unit"),
                room("site", "control", "tariff", "quarter", "meter", "packed", "unit"),
                room("wire", "quarter", "meter", "packed", "unit"),
                room("simulator", "p1", "quarter", "meter", "unit"),
                room(
                        "backtest",
                        "site",
                        "simulator",
                        "control",
                        "tariff",
                        "quarter",
                        "meter",
                        "unit"),
                room("community", "otherwise", "simulator", "tariff", "quarter", "packed", "unit"),
                room(
                        "otherwise",
                        "backtest",
                        "site",
                        "simulator",
                        "control",
                        "tariff",
                        "quarter",
                        "meter",
                        "unit"));
    }

    private static Arguments room(String name, String... mayImport) {
        return Arguments.of(name, mayImport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void importsOnlyWhatThePictureAllows(String room, String[] mayImport) {
        String[] allowed =
                Stream.concat(
                                Stream.of(
                                        "java..",
                                        "javax.crypto..",
                                        "org.jspecify..",
                                        "be.bsmr." + room),
                                Arrays.stream(mayImport).map(r -> "be.bsmr." + r))
                        .toArray(String[]::new);
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("be.bsmr." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(CORE);
    }

    @Test
    void everyPackageIsInThePicture() {
        String[] known = rooms().map(r -> "be.bsmr." + r.get()[0]).toArray(String[]::new);
        ArchRuleDefinition.classes().should().resideInAnyPackage(known).check(CORE);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("be.bsmr.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void neverAsksTheTime() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .check(CORE);
    }

    @Test
    void neverReadsWritesOrStartsAThread() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CORE);
    }

    @Test
    void everyRoomIsNullMarked() {
        ArchRuleDefinition.classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(CORE);
    }
}
