package be.bsmr.home.web.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that is written bit by bit. One that is short is kept until it is whole: then it gets an
 * {@code ETag}, and who has it already is only told that it is the same. A longer one goes out as
 * it comes.
 */
final class TaggedAnswer extends OutputStream {

    /** So much is kept. */
    static final int SHORT_BYTES = 1_000_000;

    private final HttpServerExchange exchange;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable OutputStream out;

    /**
     * @param exchange is blocking
     */
    TaggedAnswer(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        OutputStream begun = out;
        if (begun == null && kept.size() + count > SHORT_BYTES) {
            begun = exchange.getOutputStream();
            out = begun;
            kept.writeTo(begun);
            kept.reset();
        }
        (begun == null ? kept : begun).write(bytes, from, count);
    }

    /** Whether something of it has gone out. */
    boolean hasBegun() {
        return out != null;
    }

    /** That was all of it. */
    void finish() throws IOException {
        OutputStream begun = out;
        if (begun != null) {
            begun.close();
            return;
        }
        byte[] whole = kept.toByteArray();
        ETag tag = Answers.tag(whole);
        exchange.getResponseHeaders()
                .put(Headers.ETAG, tag.toString())
                .put(Headers.VARY, "Accept, Accept-Encoding");
        if (ETagUtils.handleIfNoneMatch(exchange, tag, true)) {
            try (OutputStream body = exchange.getOutputStream()) {
                body.write(whole);
            }
        } else {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
        }
    }
}
