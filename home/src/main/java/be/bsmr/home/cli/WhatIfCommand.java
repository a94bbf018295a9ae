package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.json.WhatIfJson;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.store.History;
import be.bsmr.home.store.StoredSite;
import be.bsmr.home.web.api.PastAnswers;
import be.bsmr.home.words.Texts;
import be.bsmr.meter.Grid;
import be.bsmr.otherwise.Question;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.WhatIf;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakHistory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks what starting a load would do: the running program, else what the database tells. */
@Command(
        name = "whatif",
        description = {
            "Say what starting a load now would do: the chance to pass the month's target, what that would cost over a year, and the cheapest moment of the next hours.",
            "The running program is asked, at its dashboard's address; else the database.",
            "Or how the last thirteen months in the database would have gone with a battery, with a lower target, or without BSMR; with --days each second of the last days, through BSMR itself."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr whatif --load 2500W --for 90m                 the washing machine now?",
            "  bsmr whatif --load 7.4kW --for 4h --within 24h     the car, by tomorrow",
            "  bsmr whatif --load 2kW --for 1h30m --format json",
            "  bsmr whatif --load 2kW --for 1h --demo             in the simulated house",
            "  bsmr whatif --battery 10kWh --battery-power 5kW    had there been one",
            "  bsmr whatif --battery 10kWh --days 14              each second of two weeks",
            "  bsmr whatif --target 3kW                           had that been the target",
            "  bsmr whatif --without-bsmr                         had nothing been held back"
        })
final class WhatIfCommand implements Callable<Integer> {

    /** So long the simulated house is watched before it is asked. */
    private static final Duration DEMO_WATCHED = Duration.ofHours(50);

    @Option(
            names = "--load",
            paramLabel = "POWER",
            description = "what it draws, such as 2500W or 2.5kW")
    private @Nullable String load;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "how long, such as 90m, 1h30m or 5400s; at most 24h")
    private @Nullable String length;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description = "how far ahead to look for a cheaper moment (default: 12h; at most 24h)")
    private @Nullable String within;

    @Mixin private OtherwiseOptions past = new OtherwiseOptions();

    @Mixin private StoredMeter house = new StoredMeter();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "with --demo: a house of its own, watched for two days, asked then")
    private @Nullable String at;

    @Mixin private FormatOption format = new FormatOption();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        Optional<Question> otherwise = past.question();
        if (otherwise.isPresent()) {
            if (load != null || length != null || within != null || at != null) {
                throw Fault.usage(
                        "--load, --for, --within and --at are of a load that is started now, not of"
                                + " the past");
            }
            answer(otherwise.get());
            return Exit.OK;
        }
        WhatIf.Question question = started();
        if (at != null && !house.isDemo()) {
            throw Fault.usage("--at goes with --demo; a real house is asked now");
        }
        HomeConfig config = house.config();
        JsonNode answer = answer(config, question);
        String said =
                format.isJson()
                        ? answer + "\n"
                        : new WhatIfText(new Texts(language.language(), config.site().zone()))
                                .text(answer);
        print(said);
        return Exit.OK;
    }

    private WhatIf.Question started() throws Fault {
        if (load == null && length == null) {
            throw Fault.usage(
                    "what if what? --load and --for start a load, --battery, --target or"
                            + " --without-bsmr go through the past");
        }
        if (load == null || length == null) {
            throw Fault.usage((load == null ? "--load POWER" : "--for TIME") + " is missing");
        }
        try {
            return new WhatIf.Question(
                    Quantities.power("--load", load),
                    Quantities.duration("--for", length),
                    within == null
                            ? WhatIf.Question.USUALLY_WITHIN
                            : Quantities.duration("--within", within));
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }

    /** The past is gone through here, not in the program that runs: it has other things to do. */
    private void answer(Question question) throws Fault {
        HomeConfig config = house.config();
        SiteSettings settings = config.site().billed(tariff(config));
        Texts texts = new Texts(language.language(), settings.zone());
        ObjectNode answer;
        try (History history = StoredMeter.open(config);
                Progress progress = new Progress(texts.text("whatif.past"))) {
            answer =
                    new PastAnswers(settings, config.tariff().volume())
                            .answer(history, question, progress::at);
        }
        String said =
                question instanceof Question.EachSecond
                        ? new EachSecondText(texts).text(answer)
                        : new OtherwiseText(texts).text(answer);
        print(format.isJson() ? answer + "\n" : said);
    }

    private static void print(String said) {
        System.out.writeBytes(said.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private JsonNode answer(HomeConfig config, WhatIf.Question question) throws Fault {
        boolean demo = house.isDemo();
        boolean simulated = demo && at != null;
        Optional<JsonNode> running = simulated ? Optional.empty() : running(config, question);
        if (running.isPresent()) {
            return running.get();
        }
        boolean afresh = simulated || (demo && !Files.exists(config.store().file()));
        return answer(
                config,
                tariff(config),
                afresh ? simulated(config.with("loads", List.of()).site()) : stored(config),
                question);
    }

    /** What the program that runs answers; the demo is asked only if that is what runs. */
    private Optional<JsonNode> running(HomeConfig config, WhatIf.Question question) throws Fault {
        RunningProgram program = new RunningProgram(config.sinks().web(), config.usersFile());
        if (house.isDemo()
                && !program.ask("api/link").map(WhatIfCommand::isSimulated).orElse(false)) {
            return Optional.empty();
        }
        return program.ask(
                "api/whatif?load_w="
                        + question.load().watts()
                        + "&for_s="
                        + question.length().toSeconds()
                        + "&within_s="
                        + question.within().toSeconds());
    }

    private static boolean isSimulated(JsonNode link) {
        return link.path("source").asText().equals(SimulatedMeter.NAME);
    }

    private static JsonNode answer(
            HomeConfig config, CapacityTariff tariff, SiteState state, WhatIf.Question question)
            throws Fault {
        return WhatIf.of(state, config.site().billed(tariff), question)
                .map(new WhatIfJson(config.site().zone())::answer)
                .orElseThrow(
                        () ->
                                Fault.unavailable(
                                        "nothing has been read yet, so nothing is foreseen; start"
                                                + " bsmr run and ask again in a quarter of an"
                                                + " hour"));
    }

    private static CapacityTariff tariff(HomeConfig config) throws Fault {
        try {
            return config.capacityTariff();
        } catch (ConfigException | IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }

    private static SiteState stored(HomeConfig config) throws Fault {
        if (!Files.exists(config.store().file())) {
            throw Fault.unavailable(
                    "no program runs at the dashboard's address and there is no database "
                            + config.store().file().toAbsolutePath()
                            + " yet; start bsmr run, name another with --config, or try --demo");
        }
        try (History history = History.open(config.store().file())) {
            return StoredSite.resume(history, config.site(), Clock.systemUTC());
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
    }

    private SiteState simulated(SiteSettings settings) throws Fault {
        Instant asked =
                at == null
                        ? Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS)
                        : Times.instant("--at", at, settings.zone());
        Household house =
                new Household(1, asked.minus(DEMO_WATCHED), settings.zone(), Grid.STAR_400);
        Site site = new Site(settings);
        SiteState state = SiteState.initial(settings, PeakHistory.EMPTY);
        for (long s = DEMO_WATCHED.toSeconds(); s >= 0; s--) {
            SiteInput read =
                    new SiteInput.MeterRead(
                            house.next(), asked.minusSeconds(s), LinkHealth.INITIAL);
            state = site.step(state, read).state();
        }
        return state;
    }
}
