package be.bsmr.home.web;

import be.bsmr.home.users.Scope;
import be.bsmr.home.users.Visitor;
import be.bsmr.home.web.api.Answers;
import be.bsmr.home.web.api.RequestsEndpoint;
import be.bsmr.home.web.api.Visit;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.PathTemplateMatcher;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has each {@link Route} answered, at its address below {@code /api/v1} and at the one it had
 * before; all else is a file of the page. Who asks for something has to send the header {@code
 * X-BSMR}, which a page of another site cannot; who may not is told why.
 */
final class Router implements HttpHandler {

    private final PathTemplateMatcher<Map<HttpString, Route>> addresses =
            new PathTemplateMatcher<>();
    private final HttpHandler files;

    /**
     * @param files whatever has no address; refuses a display what is not for it
     */
    Router(List<Route> routes, HttpHandler files) {
        this.files = files;
        for (Route route : routes) {
            add(Answers.V1 + route.path(), route);
            if (route.before() != null) {
                add(route.before(), route);
            }
        }
    }

    private void add(String address, Route route) {
        Map<HttpString, Route> known = addresses.get(address);
        Map<HttpString, Route> byMethod = known == null ? new TreeMap<>() : known;
        if (known == null) {
            addresses.add(address, byMethod);
        }
        if (byMethod.put(route.method(), route) != null) {
            throw new IllegalStateException(route.method() + " " + address + " is there twice");
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        boolean reads = reads(exchange);
        var here = addresses.match(exchange.getRequestPath());
        Map<HttpString, Route> known = here == null ? Map.of() : here.getValue();
        Route route = known.get(reads ? Methods.GET : exchange.getRequestMethod());
        Visitor visitor = Visit.of(exchange);
        boolean panel = visitor.scope() == Scope.PANEL;
        if (panel && (route == null || !route.need().admits(visitor))) {
            files.handleRequest(exchange);
        } else if (route == null) {
            unknown(exchange, known, reads);
        } else if (!reads && !exchange.getRequestHeaders().contains(RequestsEndpoint.HEADER)) {
            Answers.refuse(exchange, StatusCodes.FORBIDDEN, "send the header X-BSMR: 1 with it");
        } else if (!route.need().admits(visitor)) {
            Answers.refuse(exchange, StatusCodes.FORBIDDEN, route.need().refusal());
        } else {
            if (here != null) {
                exchange.putAttachment(
                        PathTemplateMatch.ATTACHMENT_KEY,
                        new PathTemplateMatch(here.getMatchedTemplate(), here.getParameters()));
            }
            route.answer().handleRequest(exchange);
        }
    }

    private static boolean reads(HttpServerExchange exchange) {
        HttpString method = exchange.getRequestMethod();
        return method.equals(Methods.GET) || method.equals(Methods.HEAD);
    }

    private void unknown(HttpServerExchange exchange, Map<HttpString, Route> known, boolean reads)
            throws Exception {
        if (known.isEmpty() && Answers.isV1(exchange)) {
            Answers.refuse(
                    exchange,
                    StatusCodes.NOT_FOUND,
                    "nothing here: " + Answers.V1 + "/openapi.yaml says what there is");
        } else if (reads && known.isEmpty()) {
            files.handleRequest(exchange);
        } else {
            String allowed = allowed(known);
            exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
            Answers.turnAway(
                    exchange,
                    StatusCodes.METHOD_NOT_ALLOWED,
                    "this address does not take "
                            + exchange.getRequestMethod()
                            + ": use "
                            + allowed);
        }
    }

    private static String allowed(Map<HttpString, @Nullable Route> known) {
        StringBuilder all = new StringBuilder();
        known.keySet().forEach(m -> all.append(all.isEmpty() ? "" : ", ").append(m));
        boolean reads = known.isEmpty() || known.containsKey(Methods.GET);
        return (known.isEmpty() ? "GET" : all) + (reads ? ", HEAD" : "");
    }
}
