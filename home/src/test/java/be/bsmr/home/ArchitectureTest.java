package be.bsmr.home;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import be.bsmr.home.guard.OtherServers;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The picture of ARCHITECTURE.md as a table: each room of the program and the rooms beside it that
 * it may import.
 */
class ArchitectureTest {

    private static final String HOME = "be.bsmr.home";

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(HOME);

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("words"),
                room("guard"),
                room("tls", "words"),
                room("json", "words"),
                room("messages", "json", "guard", "words"),
                room("explain", "source", "messages", "json", "words"),
                room("edge", "messages", "series"),
                room("config", "words"),
                room("users", "config", "guard", "words"),
                room("tariff", "config"),
                room("source", "config", "guard", "words"),
                room("nextion", "source", "words"),
                room("relay", "config", "guard", "words"),
                room("series", "guard", "words"),
                room("store", "series", "guard", "words"),
                room("imports", "store", "words"),
                room("plot", "words"),
                room("influx", "store", "series", "guard", "words"),
                room("gridmeter", "edge", "messages", "json", "config", "guard", "words"),
                room("push", "edge", "messages", "series", "guard", "words"),
                room("uplink", "edge", "messages", "series", "guard", "tls", "words"),
                room("prices", "edge", "messages", "json", "guard", "words"),
                room("notify", "messages", "json", "config", "guard", "words"),
                room(
                        "settings",
                        "config",
                        "source",
                        "relay",
                        "store",
                        "influx",
                        "mqtt",
                        "gridmeter",
                        "push",
                        "uplink",
                        "web",
                        "notify",
                        "users",
                        "tariff",
                        "prices",
                        "words"),
                room(
                        "setup",
                        "settings",
                        "config",
                        "source",
                        "explain",
                        "notify",
                        "users",
                        "web",
                        "json",
                        "words"),
                room("trial", "settings", "config"),
                room("pictures", "plot", "store", "series", "notify", "words"),
                room("mqtt", "edge", "messages", "json", "config", "guard", "tls", "words"),
                room(
                        "web",
                        "edge",
                        "messages",
                        "json",
                        "series",
                        "config",
                        "users",
                        "guard",
                        "tls",
                        "words"));
    }

    private static Arguments room(String name, String... mayImport) {
        return Arguments.of(name, mayImport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void edgesNeverImportEachOtherNorTheHome(String room, String[] mayImport) {
        String[] others =
                Stream.concat(Stream.of(HOME, HOME + ".cli.."), otherRooms(room, mayImport))
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(HOME + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(PROGRAM);
    }

    @Test
    void whatRunsKnowsNoTrials() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOME + ".trial..", HOME + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HOME + ".trial..")
                .check(PROGRAM);
        noClasses()
                .that()
                .haveSimpleNameStartingWith("Run")
                .and()
                .resideInAPackage(HOME + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HOME + ".trial..")
                .check(PROGRAM);
    }

    @Test
    void onlyTheCommandsKnowTheHome() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOME, HOME + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOME)
                .check(PROGRAM);
        noClasses()
                .that()
                .resideInAPackage(HOME)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOME + ".cli..")
                .check(PROGRAM);
    }

    @Test
    void everyPackageIsInThePicture() {
        String[] known =
                Stream.concat(
                                Stream.of(HOME, HOME + ".cli.."),
                                rooms().map(r -> HOME + "." + r.get()[0] + ".."))
                        .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(PROGRAM);
    }

    @Test
    void theLinkToEachLibraryStaysInItsRoom() {
        onlyIn("mqtt,uplink", "com.hivemq..");
        onlyIn("mqtt", "org.apache.activemq..");
        onlyIn("web,gridmeter", "io.undertow..");
        onlyIn("web", "io.prometheus..");
        onlyIn("web.manual", "org.commonmark..");
        onlyIn("gridmeter", "javax.jmdns..");
        onlyIn("users", "org.springframework..");
        onlyIn("store", "org.flywaydb..");
        // What others export is a database or a table of theirs.
        onlyIn("store,imports", "org.sqlite..", "java.sql..");
        onlyIn("series,imports", "de.siegmar..");
        onlyIn("series", "org.apache.parquet..", "blue.strategic..");
        onlyIn("series,imports", "org.dhatim..");
        onlyIn("relay", "com.pi4j..");
        onlyIn("relay,gridmeter", "com.ghgande..");
        onlyIn("source", "com.fazecast..");
        onlyIn("plot", "java.awt..");
        onlyIn("notify", "jakarta.mail..", "jakarta.activation..");
        onlyIn("trial", "org.ojalgo..");
        onlyIn("cli", "picocli..");
    }

    @Test
    void nothingButTheCommandUpdateAsksForReleases() {
        classes()
                .that()
                .haveSimpleName("NewestRelease")
                .should()
                .onlyBeAccessed()
                .byClassesThat()
                .haveNameMatching(".*\\.(NewestRelease|UpdateCommand)(\\$.*)?")
                .check(PROGRAM);
        noClasses()
                .that()
                .doNotHaveSimpleName("NewestRelease")
                .should()
                .callMethod(OtherServers.class, "clientThatFollows", Duration.class)
                .check(PROGRAM);
    }

    @Test
    void theClockIsHandedDown() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOME, HOME + ".cli..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(PROGRAM);
    }

    private static void onlyIn(String rooms, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(rooms.split(","))
                                .map(room -> HOME + "." + room + "..")
                                .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(PROGRAM);
    }

    private static Stream<String> otherRooms(String room, String[] mayImport) {
        return rooms().map(r -> (String) r.get()[0])
                .filter(other -> !other.equals(room))
                .filter(other -> Stream.of(mayImport).noneMatch(other::equals))
                .map(other -> HOME + "." + other + "..");
    }
}
