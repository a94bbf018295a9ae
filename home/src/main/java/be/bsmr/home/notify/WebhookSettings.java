package be.bsmr.home.notify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request of the owner's making. In its address and body stand <code>{title}</code>, <code>
 * {text}</code>, <code>{rule}</code> and <code>{level}</code> for those of the message.
 *
 * @param url may hold a secret, so it is never shown; empty = off
 * @param method such as POST
 * @param headers by name; may hold secrets
 * @param body what is filled in is escaped as its {@code Content-Type} wants it: JSON, a form, or
 *     else plain text
 */
public record WebhookSettings(String url, String method, Map<String, String> headers, String body) {

    static final WebhookSettings NONE =
            new WebhookSettings(
                    "",
                    "POST",
                    Map.of("Content-Type", "application/json"),
                    "{\"title\": \"{title}\", \"text\": \"{text}\", \"rule\": \"{rule}\","
                            + " \"level\": \"{level}\"}");

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public WebhookSettings {
        Require.given("notify.webhook.url", url);
        Require.given("notify.webhook.method", method);
        Require.given("notify.webhook.body", body);
        Map<String, String> kept = new LinkedHashMap<>();
        Require.given("notify.webhook.headers", headers)
                .forEach((name, value) -> kept.put(name, header(name, value)));
        headers = Map.copyOf(kept);
        Template.check("notify.webhook.url", url);
        Template.check("notify.webhook.body", body);
        if (!method.matches("GET|POST|PUT|PATCH")) {
            throw new IllegalArgumentException(
                    "notify.webhook.method is POST, PUT, PATCH or GET, in capitals");
        }
        if (!url.isEmpty()) {
            requireAddress(new Template(url, Template.Escape.URL).sample());
        }
    }

    private static void requireAddress(String url) {
        URI uri = null;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            // Told below, without what Java would show.
        }
        if (uri == null
                || uri.getHost() == null
                || !url.matches("https?://.+")
                || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "notify.webhook.url is no address: write one such as"
                            + " http://192.168.1.10:8123/api/webhook/…, and a password as a header");
        }
    }

    private static String header(String name, String value) {
        Require.given("notify.webhook.headers." + name.replaceAll("[^\\w-]", "?"), value);
        try {
            var unused = HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
            return value;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "notify.webhook.headers: "
                            + name.replaceAll("[^\\w-]", "?")
                            + " cannot be sent: write a name such as Authorization, and a value in"
                            + " one line",
                    e);
        }
    }

    boolean wanted() {
        return !url.isEmpty();
    }

    @Override
    public String toString() {
        return "WebhookSettings[url="
                + Require.hidden(url)
                + ", method="
                + method
                + ", headers="
                + headers.keySet()
                + "]";
    }
}
