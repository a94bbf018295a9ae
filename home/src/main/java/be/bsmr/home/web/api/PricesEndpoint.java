package be.bsmr.home.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/**
 * {@code GET /api/v1/prices}: what energy costs and brings in each quarter-hour that is known; 404
 * while nothing is. Who has them already is only told that they are the same.
 */
public final class PricesEndpoint implements HttpHandler {

    private final LatestState latest;
    private final SiteJson json;

    public PricesEndpoint(LatestState latest, SiteJson json) {
        this.latest = latest;
        this.json = json;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        ObjectNode prices = latest.state().map(state -> json.pricesByQuarter(state)).orElse(null);
        if (prices == null) {
            Answers.nothing(exchange, "nobody has said what energy costs (prices.source)");
            return;
        }
        String body = prices.toString();
        ETag tag = Answers.tag(body.getBytes(UTF_8));
        exchange.getResponseHeaders()
                .put(Headers.ETAG, tag.toString())
                .put(Headers.VARY, "Accept-Encoding");
        if (ETagUtils.handleIfNoneMatch(exchange, tag, true)) {
            Answers.json(exchange, body);
        } else {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
        }
    }
}
