package be.bsmr.home.cli;

import be.bsmr.home.json.TroubleWords;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the running quarter-hour and the loads in the terminal, and takes keys for them. */
@Command(
        name = "watch",
        description = {
            "Show the running quarter-hour, the loads and what was decided in the terminal, also over ssh; keys put a load on, off or back to automatic.",
            "The program on this machine is asked at its dashboard's address, or any house through a broker."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr watch                             the program on this machine",
            "  bsmr watch --config bsmr.yaml          with its port and login",
            "  bsmr watch --mqtt 192.168.1.10         a house through its broker",
            "  bsmr watch --config bsmr.yaml --mqtt   through the broker of the configuration"
        })
final class WatchCommand implements Callable<Integer> {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Mixin private HouseOption asked = new HouseOption();

    @Mixin private LanguageOption language = new LanguageOption();

    /** What news and keys do, one after the other, on the thread that draws. */
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

    private final WatchState state = new WatchState(System::nanoTime);
    private final TroubleWords inWords = new TroubleWords();
    private @Nullable Integer chosen;
    private boolean quit;

    /** When to draw next, by the stopwatch of {@link System#nanoTime}. */
    private long due;

    @Override
    public Integer call() throws Fault {
        HomeConfig config = asked.config();
        Texts texts = new Texts(language.language(), config.site().zone());
        try (WatchedHouse house = asked.open(config);
                Terminal terminal = Terminal.open().orElseThrow(WatchCommand::noTerminal)) {
            house.listen((topic, body, fresh) -> inbox.add(() -> state.hear(topic, body, fresh)));
            terminal.keys(key -> inbox.add(() -> press(key, house)));
            show(house, new WatchScreen(texts, house.name(), Terminal.wantsColours()), terminal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Exit.OK;
    }

    private static Fault noTerminal() {
        return Fault.usage(
                "watch draws on a terminal, and its output is none; programs read"
                        + " curl -sN http://127.0.0.1:8080/api/events or MQTT instead (docs/http.md,"
                        + " docs/mqtt.md)");
    }

    /** News are drawn once a second at most, what a key did at once. */
    private void show(WatchedHouse house, WatchScreen screen, Terminal terminal)
            throws InterruptedException {
        Terminal.Size size = terminal.size();
        due = System.nanoTime();
        for (long drawings = 0; !quit; ) {
            Runnable news = inbox.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (news != null) {
                news.run();
            }
            if (!quit && System.nanoTime() < due) {
                continue;
            }
            // Asking the terminal takes a process.
            size = drawings++ % 2 == 0 ? terminal.size() : size;
            state.trouble(
                    house.trouble()
                            .map(said -> inWords.in(language.language(), said).orElse(said))
                            .orElse(null));
            terminal.draw(screen.rows(state, chosen, size.width(), size.height()), size);
            due = System.nanoTime() + PAUSE_NANOS;
        }
    }

    private void press(int key, WatchedHouse house) {
        List<JsonNode> loads = state.loads();
        Integer of = chosen;
        chosen = null;
        state.wishAgain();
        due = System.nanoTime();
        switch (key) {
            case 'q' -> quit = true;
            case 'c' -> house.wish("control/mode", state.nextControl());
            case 'a' -> wish(house, loads, of, "auto");
            case 'o' -> wish(house, loads, of, "on");
            case 'f' -> wish(house, loads, of, "off");
            default -> {
                int number = key - '1';
                boolean isThere = number >= 0 && number < loads.size();
                chosen = isThere && number < WatchScreen.MOST_LOADS ? (Integer) number : null;
            }
        }
    }

    private static void wish(
            WatchedHouse house, List<JsonNode> loads, @Nullable Integer of, String word) {
        if (of != null && of < loads.size()) {
            house.wish("load/" + loads.get(of).path("id").asText() + "/mode", word);
        }
    }
}
