package be.bsmr.home.web.api;

import be.bsmr.home.guard.Seats;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.util.Set;

/**
 * Answers that take up to some seconds: on a worker, so many at a time, so many of one address, and
 * not for a page of another site.
 */
final class SlowAnswers {

    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final Set<String> OURS = Set.of("same-origin", "same-site", "none");

    private final Seats<HttpServerExchange> seats;

    /**
     * @param most at a time, 1 or more
     * @param mostEach of one address, 1 to {@code most}
     */
    SlowAnswers(int most, int mostEach) {
        seats = new Seats<>(most, mostEach);
    }

    /** Whether this page or program may ask; if not it has been told. */
    static boolean mayAsk(HttpServerExchange exchange) {
        boolean may = mayAsk(exchange.getRequestHeaders());
        if (!may) {
            Answers.refuse(
                    exchange,
                    StatusCodes.FORBIDDEN,
                    "not for the page of another site; from a browser send the header X-BSMR: 1");
        }
        return may;
    }

    /**
     * A browser says whose page asks, but over plain HTTP only to this machine; there the page has
     * to send what a page of another site cannot. Other programs just ask.
     */
    private static boolean mayAsk(HeaderMap headers) {
        String site = headers.getFirst(FETCH_SITE);
        if (site != null) {
            return OURS.contains(site);
        }
        String program = headers.getFirst(Headers.USER_AGENT);
        return headers.contains(RequestsEndpoint.HEADER)
                || program == null
                || !program.startsWith("Mozilla/");
    }

    /** Has the answer worked out, unless too many are at it: then it is refused. */
    void answer(HttpServerExchange exchange, Runnable work) {
        InetAddress from = exchange.getSourceAddress().getAddress();
        Seats.Answer seat = seats.take(exchange, from);
        if (seat != Seats.Answer.TAKEN) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 2);
            Answers.refuse(
                    exchange,
                    seat == Seats.Answer.ENOUGH
                            ? StatusCodes.TOO_MANY_REQUESTS
                            : StatusCodes.SERVICE_UNAVAILABLE,
                    "one question at a time");
            return;
        }
        exchange.addExchangeCompleteListener(
                (done, next) -> {
                    seats.leave(done);
                    next.proceed();
                });
        exchange.dispatch(work);
    }
}
