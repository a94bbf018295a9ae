package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of the owner's making. */
final class WebhookChannel implements Channel {

    private final WebhookSettings settings;
    private final Web web;

    WebhookChannel(WebhookSettings settings, Web web) {
        this.settings = settings;
        this.web = web;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(Message message) throws IOException {
        URI address = URI.create(new Template(settings.url(), Template.Escape.URL).filled(message));
        String body = new Template(settings.body(), escape()).filled(message);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .method(
                                settings.method(),
                                settings.method().equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body, UTF_8));
        settings.headers().forEach(request::header);
        List<@Nullable String> secrets = new ArrayList<>(settings.headers().values());
        secrets.add(address.getRawPath());
        secrets.add(address.getRawQuery());
        web.send(request, secrets);
    }

    private Template.Escape escape() {
        return settings.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .map(Template.Escape::of)
                .findFirst()
                .orElse(Template.Escape.NONE);
    }
}
