package be.bsmr.home.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/** The body of a request, which is short and says how long it is; any other is refused unread. */
public final class Body {

    /** What is done with a body. */
    @FunctionalInterface
    public interface Reader {

        /**
         * @param body whole
         */
        void read(HttpServerExchange exchange, String body);
    }

    private static final int MOST_BYTES = 999;

    private Body() {}

    private static boolean isAtMost(int most, String length) {
        int digits = String.valueOf(most).length();
        return length.matches("\\d{1," + digits + "}") && Integer.parseInt(length) <= most;
    }

    /**
     * Reads it whole, without waiting.
     *
     * @param what it should be, for who sends another
     */
    public static void read(HttpServerExchange exchange, String what, Reader reader) {
        read(exchange, what, MOST_BYTES, reader);
    }

    /**
     * @param most bytes, fewer than the server takes
     */
    static void read(HttpServerExchange exchange, String what, int most, Reader reader) {
        String length = exchange.getRequestHeaders().getFirst(Headers.CONTENT_LENGTH);
        boolean chunked = exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
        if (chunked || (length != null && !isAtMost(most, length))) {
            // What we do not read is not waited for either.
            exchange.setPersistent(false);
            Answers.refuse(
                    exchange,
                    chunked ? StatusCodes.LENGTH_REQUIRED : StatusCodes.REQUEST_ENTITY_TOO_LARGE,
                    "the body is " + what + ", with its Content-Length");
            return;
        }
        exchange.getRequestReceiver()
                .receiveFullString(
                        reader::read,
                        (asked, broken) -> {
                            asked.setPersistent(false);
                            Answers.refuse(
                                    asked,
                                    StatusCodes.BAD_REQUEST,
                                    "the body did not arrive whole");
                        },
                        UTF_8);
    }
}
