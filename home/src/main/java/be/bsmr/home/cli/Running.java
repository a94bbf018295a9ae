package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletionException;

/**
 * Keeps a home running until it ends by itself, its stop button is pressed, or the person presses
 * Ctrl-C.
 */
final class Running {

    private Running() {}

    static void untilEnded(Home home, PrintStream out) throws Fault {
        ServiceManager manager = ServiceManager.ofThisProcess(home::lives);
        Thread onCtrlC =
                new Thread(
                        () -> {
                            manager.stopping();
                            home.close();
                            out.println(farewell(home));
                        },
                        "stop");
        try {
            home.start();
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
        Runtime.getRuntime().addShutdownHook(onCtrlC);
        home.dashboard()
                .ifPresent(
                        address ->
                                out.println(
                                        "Dashboard: "
                                                + address
                                                + (manager.isThere() ? "" : "  (Ctrl-C stops)")));
        try (manager) {
            manager.ready();
            home.stopped().join();
        } catch (CompletionException e) {
            throw Fault.failed(
                    "the site failed and all loads were given back: " + PlainWords.of(e));
        } finally {
            home.close();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onCtrlC);
        } catch (IllegalStateException alreadyStopping) {
            // Ctrl-C came first and does the same.
            awaitHook(onCtrlC);
        }
    }

    private static String farewell(Home home) {
        if (!home.keeps()) {
            return "bsmr: stopped";
        }
        return home.notKept()
                .map(why -> "bsmr: stopped, but not everything is kept: " + why)
                .orElse("bsmr: stopped, everything is kept");
    }

    private static void awaitHook(Thread hook) {
        try {
            hook.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
