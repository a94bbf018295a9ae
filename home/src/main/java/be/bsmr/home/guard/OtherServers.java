package be.bsmr.home.guard;

import java.net.http.HttpClient;
import java.time.Duration;

/** How the program asks servers of others over HTTP. */
public final class OtherServers {

    private OtherServers() {}

    /**
     * A client for one of them. It speaks HTTP 1.1, which plugs and gateways understand too, and
     * does not go where it is sent on to: it would carry passwords and tokens there.
     *
     * @param timeout until a connection stands
     */
    public static HttpClient client(Duration timeout) {
        return builder(timeout).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /**
     * A client for questions that carry nothing secret: it goes where it is sent on to, but not
     * from https to http.
     *
     * @param timeout until a connection stands
     */
    public static HttpClient clientThatFollows(Duration timeout) {
        return builder(timeout).followRedirects(HttpClient.Redirect.NORMAL).build();
    }

    private static HttpClient.Builder builder(Duration timeout) {
        return HttpClient.newBuilder().connectTimeout(timeout).version(HttpClient.Version.HTTP_1_1);
    }
}
