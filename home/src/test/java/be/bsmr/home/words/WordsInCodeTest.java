package be.bsmr.home.words;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.imports.Why;
import be.bsmr.home.messages.SiteValues;
import be.bsmr.home.nextion.Refusal;
import be.bsmr.home.source.Finding;
import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Origin;
import be.bsmr.home.store.Quantity;
import be.bsmr.meter.Breaker;
import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MBusType;
import be.bsmr.p1.Checksum;
import be.bsmr.p1.Rejected;
import be.bsmr.site.WhatIf;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.Reconciliation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That all the words are asked for by some code, and all that code asks for are there. */
class WordsInCodeTest {

    private static final Path CODE = Path.of("src/main/java/be/bsmr/home");
    private static final Path PAGE = Path.of("src/main/resources/be/bsmr/home/web");

    /** {@code text("key"} without a value joined to it, and the page's {@code t('key'}. */
    private static final Pattern ASKED =
            Pattern.compile("\\btext\\(\\s*\"([\\w.]+)\"(?!\\s*\\+)|\\bt\\('([\\w.]+)'");

    private static final Pattern LITERAL = Pattern.compile("\"([\\w.]+)\"|'([\\w.]+)'");

    private static final Pattern JOINED_ON_PAGE = Pattern.compile("\\bt\\(`(\\w+[_.])\\$\\{");

    private static final Pattern NAMED = Pattern.compile("'([\\w.]+)'|\\b(\\w+):");

    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

    @Test
    void allThatIsThereIsAskedFor() {
        Set<String> asked = new HashSet<>();
        inCode("command", "cli", LITERAL).forEach(asked::add);
        inCode("command", "explain", LITERAL).forEach(asked::add);
        inCode("plot", "plot", LITERAL).forEach(asked::add);
        inCode("notify", "notify", LITERAL).forEach(asked::add);
        inCode("home_assistant", "mqtt/homeassistant", LITERAL).forEach(asked::add);
        inCode("manual", "web/manual", LITERAL).forEach(asked::add);
        Stream.of("title", "text").forEach(part -> asked.add("notify.test." + part));
        onPage(LITERAL).forEach(asked::add);
        made().forEach(asked::add);
        madeOnPage().forEach(asked::add);
        literals(CODE.resolve("json/BillJson.java"), LITERAL)
                .forEach(line -> asked.add("command.bill.line." + line));
        Stream.of("cost", "shadow").forEach(part -> asked.add("journal." + part));

        assertThat(Words.in(Language.en).sentences().keySet())
                .filteredOn(key -> !key.startsWith("trouble.") || key.startsWith("trouble.broker."))
                .filteredOn(key -> !asked.contains(ofFinding(key)))
                .as("what no code asks for")
                .isEmpty();
    }

    /** What a finding says besides has the key of the finding, and its part. */
    private static String ofFinding(String key) {
        return key.startsWith("command.finding.")
                ? key.replaceFirst("\\.(do|line|alone|ahead)$", "")
                : key;
    }

    @Test
    void allThatIsAskedForIsThere() {
        Set<String> there = Words.in(Language.en).sentences().keySet();
        List<String> asked =
                Stream.of(
                                inCode("command", "cli", ASKED),
                                inCode("command", "explain", ASKED),
                                inCode("plot", "plot", ASKED),
                                inCode("notify", "notify", ASKED),
                                onPage(ASKED),
                                made())
                        .flatMap(keys -> keys)
                        .toList();

        assertThat(asked).hasSizeGreaterThan(300);
        assertThat(there).containsAll(asked);
    }

    @Test
    void everyTroubleIsOneThatASourceTells() {
        String code =
                files(CODE)
                        .map(WordsInCodeTest::read)
                        .map(text -> JOINED.matcher(text).replaceAll(""))
                        .collect(Collectors.joining());
        Words.in(Language.en)
                .section("trouble")
                .forEach(
                        (key, text) -> {
                            if (!key.startsWith("broker.")) {
                                assertThat(code.contains(longestPart(text))).as(key).isTrue();
                            }
                        });
    }

    /** Between blanks, and where code puts a sentence together of parts. */
    private static String longestPart(String text) {
        return Arrays.stream(text.split("\\{\\w+}|; |(?<=may not )"))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void thePageOffersEveryLanguage(Language language) {
        assertThat(read(PAGE.resolve("shell.html"))).contains("data-language=\"" + language + "\"");
        assertThat(read(PAGE.resolve("i18n.js"))).contains(" " + language + ": '" + language + "-");
    }

    // ---- what the code asks for

    /** Keys that code makes of the constants of a type. */
    private static Stream<String> made() {
        return Stream.of(
                        keys("journal.", Decision.What.values()),
                        keys("page.control_", ControlMode.values()),
                        keys("page.", ManualOverride.values()),
                        keys("page.", MBusType.values()),
                        keys("command.", MBusType.values()),
                        keys("command.", Further.Text.values(), Further.Text::label),
                        keys("command.measured.", Further.Quantity.values(), q -> q.label()),
                        keys("command.kind.", Further.Kind.values(), k -> k.label())
                                .filter(key -> !key.matches(".*\\.(now|counter)")),
                        keys("command.crc.", Checksum.values(), Checksum::label),
                        keys("command.rejected.", Rejected.Cause.values(), Rejected.Cause::label),
                        keys("command.grid.", Grid.values(), Grid::label),
                        keys("command.state.", Breaker.values(), b -> "" + b.code()),
                        keys("command.valve.", Breaker.values(), b -> "" + b.code()),
                        Stream.of("command.tariff.1", "command.tariff.2"),
                        keys("command.finding.", Finding.Kind.values()),
                        keys("command.nextion.refusal.", Refusal.values()),
                        keys("command.severity.", Finding.Severity.values()),
                        keys("command.peak_source.", MonthPeak.Source.values()),
                        keys("command.whatif.costs.", WhatIf.Costs.values(), WhatIf.Costs::label),
                        keys("command.reconcile.", Reconciliation.Kind.values()),
                        keys("command.reconcile.party_", Reconciliation.Party.values()),
                        keys("command.import.why.", Why.Kind.values()),
                        keys("command.import.quantity.", Quantity.values()),
                        keys("command.import.quality.", ImportedAmount.Quality.values()),
                        keys("command.import.origin.", Origin.values()),
                        Stream.of("counted", "recording").map(o -> "command.import.origin." + o),
                        SiteValues.ALL.stream().flatMap(t -> t.words().values().stream()),
                        brokerTroubles())
                .flatMap(keys -> keys);
    }

    /**
     * The page's <code>t(`kind_${one}`)</code>, with every word that stands as a name or as a text
     * in some module.
     */
    private static Stream<String> madeOnPage() {
        List<String> modules = files(PAGE).map(WordsInCodeTest::read).toList();
        Set<String> names =
                modules.stream()
                        .flatMap(text -> NAMED.matcher(text).results())
                        .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                        .collect(Collectors.toSet());
        return modules.stream()
                .flatMap(text -> JOINED_ON_PAGE.matcher(text).results())
                .map(m -> m.group(1))
                .distinct()
                .flatMap(prefix -> names.stream().map(name -> sectioned(prefix + name)));
    }

    private static <T extends Enum<T>> Stream<String> keys(String prefix, T[] constants) {
        return keys(prefix, constants, c -> c.name().toLowerCase(Locale.ROOT));
    }

    private static <T> Stream<String> keys(String prefix, T[] all, Function<T, String> label) {
        return Arrays.stream(all).map(label).map(l -> prefix + l);
    }

    /**
     * {@code BrokerTroubleTest} holds what they say against their type, which is its room's own.
     */
    private static Stream<String> brokerTroubles() {
        return Words.in(Language.en).section("trouble").keySet().stream()
                .filter(key -> key.startsWith("broker."))
                .map(key -> "trouble." + key);
    }

    private static Stream<String> inCode(String section, String room, Pattern literal) {
        return files(CODE.resolve(room))
                .flatMap(file -> literals(file, literal))
                .map(key -> section + "." + key);
    }

    /** Of scripts, and of the {@code data-t} of the page itself. */
    private static Stream<String> onPage(Pattern literal) {
        Pattern attribute = Pattern.compile("data-t(?:-label)?=(?:\"(\\w+)\"|'(\\w+)')");
        return files(PAGE)
                .flatMap(
                        file ->
                                file.toString().endsWith(".html")
                                        ? literals(file, attribute)
                                        : literals(file, literal))
                .map(WordsInCodeTest::sectioned);
    }

    /** What the page asks for has the section before it only where it is not the page's own. */
    private static String sectioned(String key) {
        return key.matches("(form|journal|prices)\\..*")
                ? key
                : (key.startsWith("bill.") ? "command." : "page.") + key;
    }

    private static Stream<String> literals(Path file, Pattern literal) {
        List<String> found = new ArrayList<>();
        literal.matcher(read(file))
                .results()
                .forEach(m -> found.add(m.group(1) == null ? m.group(2) : m.group(1)));
        return found.stream();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().matches(".*\\.(java|js|html)"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
