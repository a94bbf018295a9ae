package be.bsmr.home.web;

import be.bsmr.home.guard.Guesses;
import be.bsmr.home.users.Users;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page and the addresses of programs beside it, on one port, behind all that asks who comes. What
 * it shows, its files and its {@link Route}s say.
 */
public final class PageServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PageServer.class);

    private final WebSettings settings;
    private final Users users;
    private final InstantSource clock;
    private final PasswordCheck passwords;
    private final HttpHandler handler;
    private final Duration longestExchange;
    private volatile @Nullable WebServer server;

    /**
     * @param guesses counts who guesses passwords here
     * @param clock of the sessions
     * @param files of the page
     * @param routes of programs
     */
    public PageServer(
            WebSettings settings,
            Users users,
            Guesses guesses,
            InstantSource clock,
            HttpHandler files,
            List<Route> routes) {
        this(settings, users, guesses, clock, files, routes, WebServer.LONGEST_EXCHANGE);
    }

    PageServer(
            WebSettings settings,
            Users users,
            Guesses guesses,
            InstantSource clock,
            HttpHandler files,
            List<Route> routes,
            Duration longestExchange) {
        this.settings = settings;
        this.users = users;
        this.clock = clock;
        this.longestExchange = longestExchange;
        passwords = new PasswordCheck(users, guesses);
        HttpHandler pages = Routes.gzip(files);
        handler = guarded(pages, new Router(routes, new PanelOnly(pages)));
    }

    /** Lets through who has said who he is and, on loopback, calls this machine by its name. */
    private HttpHandler guarded(HttpHandler pages, HttpHandler next) {
        HttpHandler known = new Login(settings.isForThisMachine(), users, passwords, clock, next);
        HttpHandler ours =
                new OriginCheck(
                        new SignIn(
                                users, passwords, clock, pages, new PanelDoor(passwords, known)));
        return settings.isLoopback()
                ? new HostCheck(HostCheck.loopbackNames(settings), ours)
                : ours;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException when the address or the port cannot be had, or beyond this machine nobody
     *     has a password; the message says which key to change
     */
    public void start() throws IOException {
        start(() -> {});
    }

    /**
     * @param everySecond called from time to time, at least each second
     */
    void start(Runnable everySecond) throws IOException {
        if (!settings.isForThisMachine() && !users.areThere()) {
            throw new IOException(
                    settings.isLoopback()
                            ? "web.proxies would show the dashboard to all who come through the"
                                    + " proxy: set a password with bsmr passwd NAME"
                            : "web.bind "
                                    + settings.bind()
                                    + " would show the dashboard to the whole network without a"
                                    + " password: set one with bsmr passwd NAME, or set web.bind to"
                                    + " 127.0.0.1");
        }
        Runnable look =
                () -> {
                    everySecond.run();
                    execute(this::renew);
                };
        server = WebServer.listening(settings, handler, longestExchange, look);
    }

    /** Who may come in since, and with which certificate. */
    private void renew() {
        users.refresh();
        WebServer running = server;
        if (running != null) {
            running.renew(clock.instant());
        }
    }

    /**
     * Where to point a browser, for example {@code http://127.0.0.1:8080/}.
     *
     * @throws IllegalStateException when it does not listen
     */
    public URI address() {
        WebServer running = server;
        if (running == null) {
            throw new IllegalStateException("the dashboard has not been started");
        }
        return running.address();
    }

    /** From now on this connection is a stream, unless the server stops: false. */
    boolean keep(HttpServerExchange exchange) {
        WebServer running = server;
        if (running != null) {
            running.keep(exchange);
        }
        return running != null;
    }

    /** Runs what takes long beside those who are answered; not at all when the server stops. */
    void execute(Runnable work) {
        WebServer running = server;
        if (running == null) {
            return;
        }
        try {
            running.execute(work);
        } catch (RejectedExecutionException stopping) {
            log.debug("nothing more is done: the server stops");
        }
    }

    int connections() {
        WebServer running = server;
        return running == null ? 0 : running.connections();
    }

    @Override
    public void close() {
        close(() -> {});
    }

    /**
     * @param goodbye to who listens to a stream, when no new one begins any more
     */
    void close(Runnable goodbye) {
        WebServer running = server;
        server = null;
        goodbye.run();
        passwords.close();
        if (running != null) {
            running.close();
        }
    }
}
