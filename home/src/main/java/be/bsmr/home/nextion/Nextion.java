package be.bsmr.home.nextion;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Nextion display with the original's two pages. It is found at whatever speed it has, and told
 * what has changed of the page that it shows, once a second; after a turned page, a sleep or a
 * start it is told all. Of one thread.
 *
 * <p>A second's commands are some 200 bytes, those of a page that is drawn anew some 700: at 9600
 * baud 960 fit.
 */
public final class Nextion implements AutoCloseable {

    /** Without a word of ours the display goes dark by itself: we are dead, and it lies. */
    private static final int DARK_WITHOUT_US_S = 60;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_UNANSWERED = 3;
    private static final int ALL_SPEEDS_EACH = 5;

    /** Its last and its first, the one it has after its power was away. */
    private static final int FEW_SPEEDS = 2;

    private final NextionSettings settings;
    private final LongSupplier stopwatch;
    private final Consumer<News> news;
    private @Nullable NextionLine line;
    private int lastSpeed;
    private long tryAt;
    private int tries;

    /** Whether it does not answer any more, or has forgotten all: it is looked for anew. */
    private boolean lost;

    private long due;
    private @Nullable Class<?> trouble;

    // What the display shows, as far as we know.
    private ShownPage page = new ShownPage();
    private boolean asleep;
    private @Nullable Integer light;

    private final Set<String> refusals = new HashSet<>();
    private long refused;
    private long unanswered;
    private int unansweredInARow;
    private long commandsBefore;

    /**
     * @param stopwatch nanoseconds that only grow
     * @param news told at once, on the thread that calls
     */
    public Nextion(NextionSettings settings, LongSupplier stopwatch, Consumer<News> news) {
        this.settings = settings;
        this.stopwatch = stopwatch;
        this.news = news;
        lastSpeed = NextionSettings.SPEEDS.get(0);
        tryAt = stopwatch.getAsLong();
    }

    /**
     * Hears the display, finds it when it is not there, and once a second tells it what has
     * changed. Lasts a tenth of a second when there is nothing to do, and some seconds while it is
     * looked for.
     *
     * @param brightness 0…100
     * @throws InterruptedException at once, when it is to end
     */
    public void show(Picture picture, int brightness) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            NextionLine open = line;
            if (open == null) {
                open = connect();
            }
            if (open == null) {
                TimeUnit.MILLISECONDS.sleep(100);
                return;
            }
            open.listen();
            // One that lost its power in its sleep begins at another speed, and is not asked.
            lost |= asleep && open.noise();
            if (!lost && stopwatch.getAsLong() - due >= 0) {
                due = stopwatch.getAsLong() + SECOND;
                write(open, picture, brightness);
            }
            if (lost) {
                hangUp();
                tryAt = stopwatch.getAsLong();
            }
        } catch (IOException e) {
            hangUp();
            trouble(new News.Gone(PlainWords.of(e)));
        }
    }

    /** Commands sent, refused and not answered so far. */
    public record Counts(long commands, long refused, long unanswered) {}

    public Counts counts() {
        NextionLine open = line;
        return new Counts(
                commandsBefore + (open == null ? 0 : open.commands()), refused, unanswered);
    }

    /** Leaves a display that shows nothing as true any more. */
    @Override
    public void close() {
        NextionLine open = line;
        if (open != null) {
            try {
                if (!asleep) {
                    write(open, Picture.SILENT, light == null ? 100 : light);
                }
            } catch (IOException goneAnyway) {
                trouble(new News.Gone(PlainWords.of(goneAnyway)));
            }
            hangUp();
        }
    }

    // --- finding it

    private @Nullable NextionLine connect() throws IOException {
        if (stopwatch.getAsLong() - tryAt < 0) {
            return null;
        }
        NextionLine open = NextionLine.open(settings.port(), stopwatch, this::told);
        line = open;
        Optional<Said> hello = look(open);
        if (hello.isEmpty()) {
            hangUp();
            trouble(new News.Deaf());
            return null;
        }
        String[] says = hello.get().text().split(",", -1);
        tell(
                new News.Connected(
                        says.length > 2 ? says[2] : "?",
                        says.length > 3 ? says[3] : "?",
                        open.baud()));
        trouble = null;
        tries = 0;
        begin(open);
        return open;
    }

    /** At any speed, and then at the one that it is to have. Most are tried now and then only. */
    private Optional<Said> look(NextionLine open) throws IOException {
        List<Integer> speeds = new ArrayList<>(NextionSettings.SPEEDS);
        speeds.remove(Integer.valueOf(lastSpeed));
        speeds.add(0, lastSpeed);
        boolean all = tries++ % ALL_SPEEDS_EACH == 0;
        for (int speed : all ? speeds : speeds.subList(0, FEW_SPEEDS)) {
            Optional<Said> hello = open.hello(speed);
            if (hello.isPresent()) {
                boolean another = settings.baud() != 0 && settings.baud() != speed;
                Optional<Said> faster = another ? raised(open, speed) : hello;
                lastSpeed = open.baud();
                return faster;
            }
        }
        return Optional.empty();
    }

    private Optional<Said> raised(NextionLine open, int speed) throws IOException {
        open.send("baud=" + settings.baud());
        // Until it has gone out, and the display has turned to it.
        open.listen();
        Optional<Said> hello = open.hello(settings.baud());
        if (hello.isEmpty()) {
            // It may still have been turning to it.
            hello = open.hello(settings.baud());
        }
        if (hello.isEmpty()) {
            tell(new News.SpeedKept(settings.baud(), speed));
            hello = open.hello(speed);
        }
        return hello;
    }

    private void begin(NextionLine open) throws IOException {
        lost = false;
        unansweredInARow = 0;
        asleep = false;
        page = new ShownPage();
        light = null;
        // Whether this one is answered depends on how it was before.
        open.send("bkcmd=3");
        open.listen();
        ask(open, "thsp=" + settings.sleepAfter().toSeconds());
        ask(open, "thup=1");
        ask(open, "ussp=" + DARK_WITHOUT_US_S);
        keepSpeed(open);
        due = stopwatch.getAsLong();
    }

    /** Once it has answered at that speed, and only where it has another: its memory wears out. */
    private void keepSpeed(NextionLine open) throws IOException {
        if (settings.keepsBaud() && open.baud() == settings.baud()) {
            Optional<Said> kept = open.get("bauds");
            if (kept.isPresent() && kept.get().number() != settings.baud()) {
                ask(open, "bauds=" + settings.baud());
            }
        }
    }

    private void hangUp() {
        NextionLine open = line;
        line = null;
        tryAt = stopwatch.getAsLong() + TRY_AGAIN;
        if (open != null) {
            commandsBefore += open.commands();
            open.close();
        }
    }

    // --- hearing it

    private void told(Said said) {
        switch (said.code()) {
            case Said.PAGE -> page.turned(said.page());
            case Said.TOUCH, Said.TOUCH_AT -> due = stopwatch.getAsLong();
            case Said.ASLEEP -> {
                asleep = true;
                tell(new News.Asleep());
            }
            case Said.AWAKE -> awake();
            case Said.READY -> restarted();
            default -> {
                if (said.isStart()) {
                    restarted();
                }
            }
        }
    }

    private void awake() {
        if (asleep) {
            tell(new News.Awake());
        }
        asleep = false;
        page.unknown();
        due = stopwatch.getAsLong();
    }

    /** It has forgotten what it was told at the beginning, its speed too. */
    private void restarted() {
        // While it is only looked for, it is told all anyway.
        if (light != null && !lost) {
            tell(new News.PoweredUp());
            lost = true;
        }
    }

    // --- telling it

    private void write(NextionLine open, Picture picture, int brightness) throws IOException {
        if (asleep) {
            if (!settings.sleepAfter().isZero()) {
                return;
            }
            // It went dark because it had not heard of us.
            ask(open, "sleep=0");
            awake();
        }
        askPage(open);
        if (light == null || light != brightness) {
            light = brightness;
            ask(open, "dim=" + brightness);
        }
        if (!lost) {
            // A page that is turned meanwhile is written in the next second.
            page.show(
                    picture,
                    new ShownPage.Commands() {
                        @Override
                        public boolean ask(String command) throws IOException {
                            return Nextion.this.ask(open, command);
                        }

                        @Override
                        public boolean points(String command, byte[] heights) throws IOException {
                            return Nextion.this.points(open, command, heights);
                        }
                    });
        }
    }

    private void askPage(NextionLine open) throws IOException {
        Optional<Said> said = open.askPage();
        answered(said.isPresent());
        said.ifPresent(p -> page.turned(p.page()));
    }

    private boolean ask(NextionLine open, String command) throws IOException {
        int shown = page.number();
        return took(open, command, shown, open.ask(command));
    }

    private boolean points(NextionLine open, String command, byte[] heights) throws IOException {
        int shown = page.number();
        return took(open, command, shown, open.points(command, heights));
    }

    /**
     * Whether to go on; what is refused is not told again until it changes.
     *
     * @param shown the page that was shown when it was told
     */
    private boolean took(NextionLine open, String command, int shown, Optional<Said> answer)
            throws IOException {
        answered(answer.isPresent());
        Refusal why = answer.map(Nextion::refusal).orElse(null);
        if (why != null && why.mayBeThePage()) {
            askPage(open);
        }
        if (page.number() != shown) {
            due = stopwatch.getAsLong();
        }
        if (answer.isEmpty() || lost || page.number() != shown) {
            return false;
        }
        if (why == null) {
            return true;
        }
        refused++;
        if (refusals.add(command.replaceFirst("=.*|(?<=^addt? \\d,\\d),.*", "") + why)) {
            tell(new News.Refused(why, command));
        }
        if (why == Refusal.OVERFLOW) {
            page.unknown();
            return false;
        }
        return true;
    }

    private static @Nullable Refusal refusal(Said answer) {
        return answer.answers() ? Refusal.of(answer.code()).orElse(null) : null;
    }

    private void answered(boolean it) {
        unanswered += it ? 0 : 1;
        unansweredInARow = it ? 0 : unansweredInARow + 1;
        lost |= unansweredInARow >= MOST_UNANSWERED;
    }

    private void tell(News what) {
        news.accept(what);
    }

    /** Once, until it is there again or something else is the matter. */
    private void trouble(News what) {
        if (!what.getClass().equals(trouble)) {
            trouble = what.getClass();
            tell(what);
        }
    }
}
