package be.bsmr.home.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.series.Series;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.URLEncoder;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * So many rows of a series as are asked for, and where those after them are: {@code Link:
 * <?from=…>; rel="next"} (RFC 8288). Rows of one moment stay together.
 */
final class HistoryPage {

    private static final HttpString LINK = new HttpString("Link");

    private HistoryPage() {}

    /** The first rows; all, where no limit is asked for. */
    static Series first(HttpServerExchange exchange, Series all, HistoryCall call) {
        if (call.limit() == 0) {
            return all;
        }
        List<List<@Nullable Object>> page = new ArrayList<>();
        Iterator<List<@Nullable Object>> rows = all.rows();
        Object last = null;
        while (rows.hasNext()) {
            List<@Nullable Object> row = rows.next();
            Object moment = Objects.requireNonNull(row.get(0));
            if (page.size() >= call.limit() && !moment.equals(last)) {
                exchange.getResponseHeaders().put(LINK, next(exchange, moment, call));
                break;
            }
            page.add(row);
            last = moment;
        }
        return new Series(all.columns(), page.iterator());
    }

    /** The question again, from there; told as finely as this one, though the rest is shorter. */
    private static String next(HttpServerExchange exchange, Object from, HistoryCall call) {
        Map<String, String> asked = new TreeMap<>();
        exchange.getQueryParameters()
                .forEach((String name, Deque<String> values) -> asked.put(name, values.getFirst()));
        asked.put("from", from instanceof YearMonth m ? m.atDay(1).toString() : from.toString());
        asked.put("each", call.each().name().toLowerCase(Locale.ROOT));
        return asked.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
                .collect(Collectors.joining("&", "<?", ">; rel=\"next\""));
    }
}
