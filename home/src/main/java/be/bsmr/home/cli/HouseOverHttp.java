package be.bsmr.home.cli;

import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program on this machine, heard at its dashboard's address. */
final class HouseOverHttp implements WatchedHouse {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** What was wished just before the end is still told. */
    private static final Duration LAST_WISHES = Duration.ofSeconds(3);

    private static final String EVENT = "event:";
    private static final String DATA = "data:";

    private final RunningProgram program;
    private final JsonMapper json = new JsonMapper();
    private volatile boolean closing;
    private volatile @Nullable String trouble;
    private @Nullable Listener listener;

    /** What was wished, until it is told; of the thread that wishes and closes. */
    private CompletableFuture<Void> wishes = CompletableFuture.completedFuture(null);

    /** The event whose data come next; of the listening thread. */
    private String event = "";

    HouseOverHttp(RunningProgram program) {
        this.program = program;
    }

    @Override
    public String name() {
        return program.address();
    }

    @Override
    public void listen(Listener to) {
        listener = to;
        Thread thread = new Thread(() -> listenForEver(to), "watch-events");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void wish(String topic, String word) {
        String call = "api/" + topic.replaceFirst("^load/", "loads/");
        // One after the other: control that is turned twice comes where it was meant to.
        wishes =
                wishes.thenRunAsync(
                        () -> {
                            try {
                                program.tell(call, word);
                            } catch (IOException e) {
                                refused(PlainWords.of(e));
                            }
                        });
    }

    private void refused(String why) {
        Listener to = listener;
        if (to != null) {
            to.hear("refused", TextNode.valueOf(why), true);
        }
    }

    private void listenForEver(Listener to) {
        while (!closing) {
            try (Stream<String> lines = program.events()) {
                trouble = null;
                lines.forEach(line -> take(line, to));
                trouble = "";
            } catch (ConnectException nobodyThere) {
                trouble = "";
            } catch (IOException | RuntimeException e) {
                // A stream that breaks tells it unchecked.
                trouble = PlainWords.of(e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void take(String line, Listener to) {
        if (line.startsWith(EVENT)) {
            event = line.substring(EVENT.length()).strip();
        } else if (line.startsWith(DATA)) {
            try {
                JsonNode body = json.readTree(line.substring(DATA.length()));
                to.hear(event, body, true);
                if (event.equals("snapshot")) {
                    // With their sentences, which the snapshot leaves to the page.
                    program.ask("api/decisions").ifPresent(d -> to.hear("decisions", d, true));
                }
            } catch (IOException | Fault e) {
                trouble = PlainWords.of(e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            wishes.get(LAST_WISHES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            refused(PlainWords.of(e));
        }
    }
}
