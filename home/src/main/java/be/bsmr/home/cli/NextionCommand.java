package be.bsmr.home.cli;

import be.bsmr.home.json.TroubleWords;
import be.bsmr.home.nextion.News;
import be.bsmr.home.nextion.Nextion;
import be.bsmr.home.nextion.NextionSettings;
import be.bsmr.home.nextion.Picture;
import be.bsmr.home.nextion.Refusal;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SerialPorts;
import be.bsmr.home.source.SerialWire;
import be.bsmr.home.words.Texts;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drives the original's Nextion display over a serial port of this machine, without its ESP32. */
@Command(
        name = "nextion",
        mixinStandardHelpOptions = true,
        description = {
            "Drive the Nextion display of the original system, with its own pages, over a serial port: on the machine where BSMR runs, or on another one through the broker.",
            "It is found at whatever speed it has, and again when its cable or its power was away. While the meter is silent it shows no numbers. Ctrl-C ends it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr display nextion /dev/ttyUSB1                             the program on this machine",
            "  bsmr display nextion /dev/serial0 --mqtt 192.168.1.10         a house through its broker",
            "  bsmr display nextion /dev/ttyUSB1 --dim 20 --night 22:00-07:00"
        })
final class NextionCommand implements Callable<Integer> {

    private static final int QUARTER_S = 900;
    private static final int FULL = 100;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PORT",
            description = "serial port of the display; best the name in /dev/serial/by-id")
    private @Nullable Path port;

    @Mixin private HouseOption asked = new HouseOption();

    @Option(
            names = "--baud",
            paramLabel = "N",
            description =
                    "go on at this speed, until its power is away (default: that of the display)")
    private int baud;

    @Option(
            names = "--keep-baud",
            description = "let the display begin with that speed from now on")
    private boolean keepsBaud;

    @Option(
            names = "--light",
            paramLabel = "0-100",
            description = "its light by day (default: 100)")
    private int light = FULL;

    @Option(names = "--dim", paramLabel = "0-100", description = "its light at night (default: 20)")
    private int dim = 20;

    @Option(
            names = "--night",
            paramLabel = "FROM-UNTIL",
            converter = Night.Written.class,
            description =
                    "when it is dimmed, by the meter's clock, such as 22:00-07:00 (default: never)")
    private @Nullable Night night;

    @Option(
            names = "--sleep",
            paramLabel = "SECONDS",
            description =
                    "let it go dark so long after the last touch; a touch wakes it (default: never)")
    private int sleep;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description =
                    "pixel columns of a quarter-hour in its graph (default: 90, one each 10 s)")
    private int columns = 90;

    @Mixin private LanguageOption language = new LanguageOption();

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final WatchState state = new WatchState(System::nanoTime);
    private final TroubleWords inWords = new TroubleWords();

    /** Ctrl-C: the display is left dark, then the machine may end. */
    private volatile boolean ending;

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() throws Fault {
        NextionSettings settings = settings();
        requireThere(settings.port());
        HomeConfig config = asked.config();
        ZoneId zone = config.site().zone();
        Texts texts = new Texts(language.language(), zone);
        PrintWriter out = spec.commandLine().getOut();
        try (WatchedHouse house = asked.open(config)) {
            Nextion display =
                    new Nextion(settings, System::nanoTime, news -> say(out, said(news, texts)));
            SerialWire.beforeTheEnd(new Thread(this::end, "stop"));
            try {
                say(out, texts.text("nextion.house", Map.of("house", house.name())));
                house.listen(
                        (topic, body, fresh) -> inbox.add(() -> state.hear(topic, body, fresh)));
                show(house, display, zone, out, texts);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                display.close();
                say(out, counts(display.counts(), texts));
                ended.countDown();
            }
        }
        return Exit.OK;
    }

    private static String counts(Nextion.Counts counts, Texts texts) {
        return texts.text(
                "nextion.counts",
                Map.of(
                        "commands", counts.commands(),
                        "refused", counts.refused(),
                        "unanswered", counts.unanswered()));
    }

    private NextionSettings settings() throws Fault {
        if (Math.min(light, dim) < 0 || Math.max(light, dim) > FULL) {
            throw Fault.usage("--light and --dim are 0 to 100");
        }
        if (columns < 1 || QUARTER_S % columns != 0 || columns > QUARTER_S / 3) {
            throw Fault.usage(
                    "--columns "
                            + columns
                            + " does not part 900 seconds evenly; write 90, 100, 150, 180 or 300");
        }
        try {
            return new NextionSettings(
                    port == null ? Path.of("") : port, baud, keepsBaud, Duration.ofSeconds(sleep));
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }

    /** A port that was never there is a slip of the pen; one that goes later is waited for. */
    private static void requireThere(Path port) throws Fault {
        if (!Files.exists(port)) {
            String here =
                    SerialPorts.find().stream()
                            .map(SerialPorts.Found::path)
                            .collect(Collectors.joining(", "));
            throw Fault.unavailable(
                    "there is no serial port "
                            + port
                            + "; here "
                            + (here.isEmpty()
                                    ? "is none: is the display's cable plugged in?"
                                    : "are " + here));
        }
    }

    private void show(
            WatchedHouse house, Nextion display, ZoneId zone, PrintWriter out, Texts texts)
            throws InterruptedException {
        WatchState.Condition said = WatchState.Condition.LIVE;
        Picture picture = Picture.SILENT;
        while (!ending) {
            boolean changed = false;
            for (Runnable news = inbox.poll(); news != null; news = inbox.poll()) {
                news.run();
                changed = true;
            }
            state.trouble(house.trouble().orElse(null));
            WatchState.Condition now = state.condition();
            if (now != said) {
                said = now;
                say(out, condition(now, house, texts));
                changed = true;
            }
            if (changed) {
                picture = NextionPicture.of(state, columns);
            }
            display.show(picture, brightness(now, zone));
        }
    }

    /** By the meter's clock, while it is heard. */
    private int brightness(WatchState.Condition now, ZoneId zone) {
        String time = state.said("reading").path("time").asText();
        LocalTime here =
                now == WatchState.Condition.LIVE && !time.isEmpty()
                        ? OffsetDateTime.parse(time).atZoneSameInstant(zone).toLocalTime()
                        : LocalTime.now(zone);
        return night != null && night.has(here) ? dim : light;
    }

    private String condition(WatchState.Condition now, WatchedHouse house, Texts texts) {
        return switch (now) {
            case AWAY -> {
                String why = inWords.in(texts.language(), state.trouble()).orElse(state.trouble());
                yield texts.text("watch.away", Map.of("house", house.name()))
                        + (why.isEmpty() ? "" : " (" + why + ")");
            }
            case WAITING -> texts.text("watch.waiting");
            case STALE -> texts.text("nextion.stale");
            case LIVE -> texts.text("nextion.live");
        };
    }

    private String said(News news, Texts texts) {
        String device = String.valueOf(port);
        if (news instanceof News.Connected c) {
            return texts.text(
                    "nextion.connected",
                    Map.of(
                            "model", c.model(),
                            "firmware", c.firmware(),
                            "baud", String.valueOf(c.baud()),
                            "port", device));
        }
        if (news instanceof News.SpeedKept kept) {
            return texts.text(
                    "nextion.speed_kept",
                    Map.of(
                            "asked", String.valueOf(kept.asked()),
                            "baud", String.valueOf(kept.baud())));
        }
        if (news instanceof News.Refused refused) {
            return texts.text(
                    "nextion.refused",
                    Map.of("command", refused.command(), "why", refusal(refused.why(), texts)));
        }
        if (news instanceof News.Gone gone) {
            String why = inWords.in(texts.language(), gone.why()).orElse(gone.why());
            return texts.text("nextion.gone", Map.of("why", why));
        }
        if (news instanceof News.PoweredUp) {
            return texts.text("nextion.powered_up");
        }
        if (news instanceof News.Asleep) {
            return texts.text("nextion.asleep");
        }
        return news instanceof News.Awake
                ? texts.text("nextion.awake")
                : texts.text("nextion.deaf", Map.of("port", device));
    }

    private static String refusal(Refusal why, Texts texts) {
        return texts.text("nextion.refusal." + why.name().toLowerCase(Locale.ROOT));
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private void end() {
        ending = true;
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
