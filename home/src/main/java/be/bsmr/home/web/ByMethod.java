package be.bsmr.home.web;

import be.bsmr.home.web.api.RequestsEndpoint;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/**
 * Who posts asks for something, and who deletes ends it, where that can be; all others only read,
 * or are answered 405.
 */
final class ByMethod implements HttpHandler {

    private final HttpHandler reads;
    private final HttpHandler requests;

    /**
     * @param reads answers GET and HEAD
     * @param requests takes POST and DELETE, where {@link RequestsEndpoint} is asked
     */
    ByMethod(HttpHandler reads, HttpHandler requests) {
        this.reads = reads;
        this.requests = requests;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HttpString method = exchange.getRequestMethod();
        String path = exchange.getRequestPath();
        boolean asks = method.equals(Methods.POST) && RequestsEndpoint.isAskedAt(path);
        boolean ends = method.equals(Methods.DELETE) && RequestsEndpoint.isEndedAt(path);
        if (asks || ends) {
            requests.handleRequest(exchange);
        } else if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
            reads.handleRequest(exchange);
        } else {
            exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            exchange.endExchange();
        }
    }
}
