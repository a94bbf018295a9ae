package be.bsmr.home.web.api;

import be.bsmr.home.series.CostColumns;
import be.bsmr.home.series.CsvRows;
import be.bsmr.home.series.JsonRows;
import be.bsmr.home.series.JsonTable;
import be.bsmr.home.series.Past;
import be.bsmr.home.series.RowWriter;
import be.bsmr.home.series.Series;
import be.bsmr.home.series.WorkbookRows;
import be.bsmr.tariff.CapacityTariff;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * {@code GET /api/history?from=2026-11-26&to=2026-11-27}: what is kept of a period, for the page or
 * to be kept as a file; 404 when nothing is kept at all.
 */
public final class HistoryEndpoint implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(HistoryEndpoint.class);

    /** Two at a time are worked out, on the server's two threads; the others wait. */
    private static final int MOST_ASKED = 10;

    /** A page asks four, and those that it no longer wants are only noticed when they are done. */
    private static final int MOST_ASKED_BY_ONE = 8;

    private final Supplier<Optional<Past>> past;
    private final ZoneId zone;
    private final CapacityTariff tariff;
    private final SlowAnswers slowly = new SlowAnswers(MOST_ASKED, MOST_ASKED_BY_ONE);

    /**
     * @param tariff what energy and peaks cost
     */
    public HistoryEndpoint(Supplier<Optional<Past>> past, ZoneId zone, CapacityTariff tariff) {
        this.past = past;
        this.zone = zone;
        this.tariff = tariff;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!SlowAnswers.mayAsk(exchange)) {
            return;
        }
        HistoryCall call;
        try {
            call = HistoryCall.parse(exchange.getQueryParameters(), accepted(exchange), zone);
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        Past kept = past.get().orElse(null);
        if (kept == null) {
            Answers.nothing(exchange, "nothing is kept here");
            return;
        }
        slowly.answer(exchange, () -> write(exchange, kept, call));
    }

    /** Where everything was JSON before, it stays so. */
    private static HistoryCall.Format accepted(HttpServerExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        return accept != null && Answers.isV1(exchange)
                ? HistoryCall.Format.accepted(accept)
                : HistoryCall.Format.TABLE;
    }

    private void write(HttpServerExchange exchange, Past kept, HistoryCall call) {
        exchange.startBlocking();
        TaggedAnswer out = new TaggedAnswer(exchange);
        try {
            Series series = HistoryPage.first(exchange, asked(kept, call), call);
            RowWriter rows = writer(call.format(), series, out);
            // What a browser keeps can be read by who comes after; a program asks whether it is
            // so still.
            exchange.getResponseHeaders()
                    .put(Headers.CONTENT_TYPE, call.format().type)
                    .put(
                            Headers.CACHE_CONTROL,
                            Answers.isV1(exchange) ? "private, no-cache" : "no-store");
            if (call.format() != HistoryCall.Format.TABLE) {
                exchange.getResponseHeaders()
                        .put(Headers.CONTENT_DISPOSITION, "attachment; filename=" + name(call));
            }
            while (series.rows().hasNext()) {
                rows.write(series.rows().next());
            }
            rows.close();
            out.finish();
        } catch (IOException | UncheckedIOException e) {
            giveUp(exchange, out, e);
        }
    }

    /** Who asked has gone, or the disk fails: what was sent stops short, and is seen to. */
    private static void giveUp(HttpServerExchange exchange, TaggedAnswer out, Exception e) {
        log.debug("an answer about the past was not told whole", e);
        if (out.hasBegun() || exchange.isResponseStarted()) {
            IoUtils.safeClose(exchange.getConnection());
        } else {
            exchange.getResponseHeaders().remove(Headers.CONTENT_DISPOSITION);
            Answers.refuse(
                    exchange, StatusCodes.SERVICE_UNAVAILABLE, "what is kept cannot be read");
        }
    }

    private Series asked(Past kept, HistoryCall call) {
        if (call.mbus()) {
            boolean months = call.each() == Series.Resolution.MONTH;
            return kept.mbus(months, call.from(), call.to(), zone);
        }
        return call.points() > 0
                ? kept.power(call.from(), call.to(), call.points())
                : CostColumns.with(
                        kept.series(call.each(), call.from(), call.to(), zone), tariff, zone);
    }

    private RowWriter writer(HistoryCall.Format format, Series series, OutputStream out)
            throws IOException {
        if (format == HistoryCall.Format.XLSX) {
            return new WorkbookRows(series.columns(), zone, out);
        }
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        return switch (format) {
            case TABLE -> new JsonTable(series.columns(), text);
            case JSON -> new JsonRows(series.columns(), JsonRows.Style.ARRAY, zone, text);
            case CSV -> new CsvRows(series.columns(), CsvRows.Dialect.PLAIN, zone, text);
            default -> new CsvRows(series.columns(), CsvRows.Dialect.BELGIAN, zone, text);
        };
    }

    private String name(HistoryCall call) {
        return "bsmr-"
                + call.from().atZone(zone).toLocalDate()
                + (call.mbus() ? "-mbus-" : "-")
                + call.each().name().toLowerCase(Locale.ROOT)
                + "."
                + call.format().ending;
    }
}
