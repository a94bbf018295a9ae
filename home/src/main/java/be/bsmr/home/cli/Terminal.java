package be.bsmr.home.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The terminal as a screen to draw on, and its keys one by one. However the program ends, short of
 * {@code kill -9}, the terminal is as it was before: what stood there stands there again.
 */
final class Terminal implements AutoCloseable {

    /**
     * @param width columns
     * @param height rows
     */
    record Size(int width, int height) {}

    /** Of terminals that do not tell theirs. */
    private static final Size USUAL = new Size(80, 24);

    private static final File DEVICE = new File("/dev/tty");
    private static final long PATIENCE_S = 5;

    private final Thread whenStopped = new Thread(this::restore, "terminal");
    private final @Nullable String before;
    private List<String> shown = List.of();
    private Size drawn = USUAL;
    private boolean restored;

    private Terminal() {
        before = stty("-g").orElse(null);
        Runtime.getRuntime().addShutdownHook(whenStopped);
        if (before != null) {
            // Ctrl-Z and Ctrl-\ would leave it as it is now.
            var unused = stty("-icanon", "-echo", "min", "1", "susp", "undef", "quit", "undef");
        }
        print("\033[?1049h\033[?25l\033[2J");
    }

    /**
     * Takes the screen.
     *
     * @return empty when standard output is no terminal that can be drawn on
     */
    static Optional<Terminal> open() {
        String kind = System.getenv("TERM");
        return is(1) && kind != null && !kind.equals("dumb")
                ? Optional.of(new Terminal())
                : Optional.empty();
    }

    /** Whether a file descriptor of this process is a terminal: 1 = output, 2 = errors. */
    static boolean is(int descriptor) {
        try {
            Path real = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return real.startsWith("/dev/pts") || real.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether people want colours: see no-color.org. */
    static boolean wantsColours() {
        String no = System.getenv("NO_COLOR");
        return no == null || no.isEmpty();
    }

    /** Each key as it is pressed, on a thread of its own; none where keys cannot be read. */
    void keys(IntConsumer pressed) {
        if (before == null) {
            return;
        }
        Thread thread =
                new Thread(
                        () -> {
                            try (InputStream keys = new FileInputStream(DEVICE)) {
                                for (int key = keys.read(); key >= 0; key = keys.read()) {
                                    pressed.accept(key);
                                }
                            } catch (IOException gone) {
                                // Without a terminal there are no keys.
                            }
                        },
                        "keys");
        thread.setDaemon(true);
        thread.start();
    }

    /** As it is now: somebody may have changed the window. */
    Size size() {
        String[] told = stty("size").orElse("").split(" ", -1);
        if (told.length != 2
                || !told[0].matches("[1-9]\\d{0,3}")
                || !told[1].matches("[1-9]\\d{0,3}")) {
            return USUAL;
        }
        return new Size(Integer.parseInt(told[1]), Integer.parseInt(told[0]));
    }

    /** Writes the rows that have changed. */
    synchronized void draw(List<String> rows, Size size) {
        if (restored) {
            return;
        }
        StringBuilder changes = new StringBuilder();
        if (!size.equals(drawn)) {
            changes.append("\033[2J");
            shown = List.of();
            drawn = size;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (i >= shown.size() || !rows.get(i).equals(shown.get(i))) {
                changes.append("\033[").append(i + 1).append(";1H\033[2K").append(rows.get(i));
            }
        }
        shown = List.copyOf(rows);
        if (!changes.isEmpty()) {
            print(changes.toString());
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(whenStopped);
        } catch (IllegalStateException alreadyStopping) {
            // It does the same.
        }
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        print("\033[0m\033[?25h\033[?1049l");
        if (before != null) {
            var unused = stty(before);
        }
    }

    private static void print(String text) {
        System.out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    /** What {@code stty} says; empty without a terminal of ours, or without {@code stty}. */
    private static Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process stty =
                    new ProcessBuilder(command)
                            .redirectInput(DEVICE)
                            .redirectError(Redirect.DISCARD)
                            .start();
            String said =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            return stty.waitFor(PATIENCE_S, TimeUnit.SECONDS) && stty.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
