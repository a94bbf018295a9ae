package be.bsmr.home.web;

import be.bsmr.home.guard.Guesses;
import be.bsmr.home.guard.OneThread;
import be.bsmr.home.guard.Seats;
import be.bsmr.home.users.Users;
import be.bsmr.home.users.Visitor;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at passwords, which takes long: one at a time, on a thread of its own. Who guesses waits
 * before his is looked at, and nothing waits for him here.
 */
final class PasswordCheck implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PasswordCheck.class);

    private static final int MOST_WAITING = 16;
    private static final int MOST_WAITING_EACH = 4;
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** What happens then. */
    interface Outcome {

        /**
         * @param stays whether he might come in again
         */
        void right(HttpServerExchange exchange, Visitor visitor, BooleanSupplier stays)
                throws Exception;

        void wrong(HttpServerExchange exchange);

        /** It was not looked at. */
        void early(HttpServerExchange exchange, Duration wait);
    }

    private final Users users;
    private final Guesses guesses;
    private final OneThread thread = new OneThread("passwords");
    private final Seats<HttpServerExchange> waiting = new Seats<>(MOST_WAITING, MOST_WAITING_EACH);

    PasswordCheck(Users users, Guesses guesses) {
        this.users = users;
        this.guesses = guesses;
    }

    /** Whether this is his password; told at once when it was looked at lately. */
    void look(HttpServerExchange exchange, String name, String password, Outcome then)
            throws Exception {
        Duration wait = guesses.waits(from(exchange), name, Guesses.now());
        Optional<Boolean> known = users.remembered(name, password);
        if (!wait.isZero()) {
            then.early(exchange, wait);
        } else if (known.isPresent()) {
            tellOf(exchange, name, password, known.get(), then);
        } else if (waiting.take(exchange, from(exchange)) != Seats.Answer.TAKEN) {
            then.early(exchange, A_MOMENT);
        } else {
            exchange.dispatch(thread, later -> lookNow(later, name, password, then));
        }
    }

    /** The program with this token, or nobody: a token is drawn, so this takes no time. */
    void lookAtToken(HttpServerExchange exchange, String token, Outcome then) throws Exception {
        Duration wait = guesses.waits(from(exchange), "token", Guesses.now());
        if (!wait.isZero()) {
            then.early(exchange, wait);
        } else {
            tell(
                    exchange,
                    new Shown("token", token, () -> users.withToken(token).isPresent()),
                    users.withToken(token),
                    then);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void lookNow(HttpServerExchange exchange, String name, String password, Outcome then)
            throws Exception {
        boolean right;
        try {
            // Others from there may have been wrong since he came.
            Duration wait = guesses.waits(from(exchange), name, Guesses.now());
            if (!wait.isZero()) {
                then.early(exchange, wait);
                return;
            }
            right = users.isRight(name, password);
        } finally {
            waiting.leave(exchange);
        }
        tellOf(exchange, name, password, right, then);
    }

    private void tellOf(
            HttpServerExchange exchange, String name, String password, boolean right, Outcome then)
            throws Exception {
        tell(
                exchange,
                new Shown(name, password, users.whileSame(name)),
                right ? users.named(name) : Optional.empty(),
                then);
    }

    /**
     * @param account whose guesses it counts for
     * @param stays whether the secret is still the same
     */
    private record Shown(String account, String secret, BooleanSupplier stays) {}

    private void tell(
            HttpServerExchange exchange, Shown shown, Optional<Visitor> visitor, Outcome then)
            throws Exception {
        Instant now = Guesses.now();
        if (visitor.isPresent()) {
            guesses.succeeded(from(exchange), shown.account, now);
            then.right(exchange, visitor.get(), shown.stays);
        } else {
            guesses.failed(from(exchange), shown.account, shown.secret, now).ifPresent(log::warn);
            then.wrong(exchange);
        }
    }

    private static InetAddress from(HttpServerExchange exchange) {
        return exchange.getSourceAddress().getAddress();
    }
}
