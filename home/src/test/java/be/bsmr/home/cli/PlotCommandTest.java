package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Load;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteInput.UserRequest;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** On a real database, with an evening of the simulated house. */
class PlotCommandTest {

    private static final Instant FIVE = Instant.parse("2026-01-13T16:00:00Z");
    private static final Instant SEVEN = Instant.parse("2026-01-13T18:00:00Z");

    /** Columns left of a plot in the terminal. */
    private static final int AXIS = 7;

    private static final int SECONDS = 2 * 3600 + 1200;

    @TempDir static Path folder;

    private record Finished(int exit, String out, String err) {}

    @BeforeAll
    static void anEveningIsStored() throws IOException {
        Path database = folder.resolve("house.db");
        Files.writeString(
                folder.resolve("house.yaml"),
                """
                store: {file: %s}
                loads:
                  - {id: boiler, name: Boiler, power_w: 2400}
                """
                        .formatted(database));
        SiteSettings settings =
                SiteSettings.DEFAULT.controlling(
                        List.of(Load.onOff("boiler", "Boiler", new Power(2400))));
        Site site = new Site(settings);
        SiteState state = SiteState.initial(settings, PeakHistory.EMPTY);
        Household house = new Household(5, FIVE, SiteSettings.BELGIUM, Grid.STAR_400);
        try (Store store =
                Store.open(
                        StoreSettings.of(database, 60, 0),
                        Clock.systemUTC(),
                        SiteSettings.BELGIUM)) {
            for (int s = 0; s < SECONDS; s++) {
                MeterRead read =
                        new MeterRead(house.next(), FIVE.plusSeconds(s), LinkHealth.INITIAL);
                SiteStep step = site.step(state, read);
                state = step.state();
                store.keep(step);
                if (read.at().equals(SEVEN)) {
                    step =
                            site.step(
                                    state,
                                    new UserRequest(SEVEN, "boiler", ManualOverride.ALWAYS_SHED));
                    state = step.state();
                    store.keep(step);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--quarter, 2026-01-13T18:20, Kwartier 18:15–18:30",
        "--day, 2026-01-13, dinsdag 13 januari 2026",
        "--month, 2026-01, januari 2026 – Maandpiek",
        "--year, 2026, (12 gekende maanden)",
        "--heatmap, 2026-01, januari 2026 – hoogste kwartier",
        "--heatmap, 2026, 2026 – hoogste kwartier"
    })
    void drawsWhatIsStoredAsPngAndSvgAndInTheTerminal(String what, String when, String title)
            throws Exception {
        Path png = folder.resolve("plot.png");
        Path svg = folder.resolve("plot.svg");
        Finished light = plot(what, when, "--lang", "nl", "-o", svg.toString());
        assertThat(light.exit()).as(light.err()).isZero();
        assertThat(light.out()).isEmpty();
        assertThat(
                        DocumentBuilderFactory.newDefaultInstance()
                                .newDocumentBuilder()
                                .parse(svg.toFile())
                                .getElementsByTagName("title")
                                .item(0)
                                .getTextContent())
                .contains(title);
        Finished dark =
                plot(
                        what,
                        when,
                        "--lang",
                        "nl",
                        "--look",
                        "dark",
                        "-o",
                        png.toString(),
                        "--terminal");
        assertThat(dark.exit()).as(dark.err()).isZero();
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(image.getRGB(0, 0) & 0xFF).as("dark paper").isLessThan(50);
        assertThat(dark.out()).contains(title).containsAnyOf("█", "▓", "▇");
    }

    @ParameterizedTest
    @CsvSource({
        "--day, dinsdag 13 januari 2026",
        "--month, januari 2026 – Maandpiek",
        "--year, februari 2025 – januari 2026 – gemiddelde",
        "--heatmap, februari 2025 – januari 2026 – hoogste kwartier"
    })
    void withoutAValueTheNewestIsDrawn(String what, String title) throws IOException {
        Finished newest = plot(what, "--lang", "nl", "--terminal");
        assertThat(newest.exit()).as(newest.err()).isZero();
        assertThat(String.join(" – ", newest.out().lines().limit(2).toList())).startsWith(title);
    }

    @Test
    void aDayShowsWhenALoadWasHeldBackUntilTheProgramFellSilent() throws IOException {
        Finished day = plot("--day", "2026-01-13", "--lang", "en", "--terminal");
        // Cut off by a person at seven; nothing is known from twenty past on. A column is half
        // an hour.
        String row = day.out().lines().filter(l -> l.endsWith(" Boiler")).findFirst().orElseThrow();
        assertThat(row.charAt(AXIS + 38)).isEqualTo('▄');
        assertThat(row.lastIndexOf('▄')).isEqualTo(AXIS + 38);
        assertThat(row.indexOf("Boiler")).isEqualTo(AXIS + 48 + 1);
    }

    @Test
    void saysInOneLineWhatToWriteInstead() throws IOException {
        assertFails(
                "one of --quarter, --day",
                "--day",
                "2026-01-13",
                "--month",
                "2026-01",
                "-o",
                "a.png");
        assertFails("write it as 2026-01", "--month", "January", "-o", "a.png");
        assertFails("write it as 2026-01", "--heatmap", "26", "-o", "a.png");
        assertFails("--year '26' is no year; write it as 2026", "--year", "26", "-o", "a.png");
        assertFails("-o FILE for a picture, or --terminal", "--year", "2026");
        assertFails("a .png or an .svg file", "--year", "2026", "-o", "a.gif");
    }

    @Test
    void saysWhatThereIsWhenNothingIsOfThatTime() throws Exception {
        assertNothing(
                "nothing is stored of 2025-01-13; what is stored begins on 2026-01-13 and ends on"
                        + " 2026-01-13",
                "--day",
                "2025-01-13",
                "--terminal");
        assertNothing(
                "no readings are stored of the quarter of 2026-01-13T12:00; what is stored begins",
                "--quarter",
                "2026-01-13T12:00",
                "--terminal");
        assertNothing(
                "no complete quarter is stored of 2025-01", "--month", "2025-01", "--terminal");
        assertNothing("no month peak is known of 2024", "--year", "2024", "--terminal");
    }

    private static void assertNothing(String message, String... args) throws IOException {
        assertFails(Exit.FAILED, message, args);
    }

    private static void assertFails(String message, String... args) throws IOException {
        assertFails(Exit.USAGE, message, args);
    }

    private static void assertFails(int exit, String message, String... args) throws IOException {
        Finished failed = plot(args);
        assertThat(failed.exit()).as("%s", failed).isEqualTo(exit);
        assertThat(failed.err()).startsWith("bsmr: ").contains(message).hasLineCount(1);
    }

    private static Finished plot(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("plot"));
        all.addAll(List.of("--config", folder.resolve("house.yaml").toString()));
        all.addAll(List.of(args));
        StringWriter err = new StringWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        CommandLine commands = Main.commandLine().setErr(new PrintWriter(err, true));
        try (PrintStream here = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(here);
            int exit = commands.execute(all.toArray(String[]::new));
            return new Finished(exit, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }
}
