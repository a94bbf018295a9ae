package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.util.Arrays;

/** A topic of an ntfy server. */
final class NtfyChannel implements Channel {

    private final NtfySettings settings;
    private final Web web;

    NtfyChannel(NtfySettings settings, Web web) {
        this.settings = settings;
        this.web = web;
    }

    @Override
    public String name() {
        return "ntfy";
    }

    @Override
    public void send(Message message) throws IOException {
        HttpRequest.Builder request =
                message.picture()
                        .map(picture -> withPicture(message, picture))
                        .orElseGet(() -> Web.json(settings.server() + "/", json(message)));
        if (settings.token() != null) {
            request.header("Authorization", "Bearer " + settings.token());
        } else if (settings.user() != null && settings.password() != null) {
            request.header("Authorization", Web.basic(settings.user(), settings.password()));
        }
        web.send(request, Arrays.asList(settings.token(), settings.password(), settings.topic()));
    }

    private String json(Message message) {
        ObjectNode json = Fields.object();
        json.put("topic", settings.topic());
        json.put("title", message.title());
        json.put("message", message.text());
        json.put("priority", priority(message.level()));
        return json.toString();
    }

    /** The body is the picture; as headers would be, the words are not bound to ASCII there. */
    private HttpRequest.Builder withPicture(Message message, Picture picture) {
        String words =
                "title="
                        + URLEncoder.encode(message.title(), UTF_8)
                        + "&message="
                        + URLEncoder.encode(message.text(), UTF_8)
                        + "&filename=bsmr.png&priority="
                        + priority(message.level());
        return HttpRequest.newBuilder(
                        URI.create(settings.server() + "/" + settings.topic() + "?" + words))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(picture.png()));
    }

    /** Of ntfy's five. */
    private static int priority(Urgency level) {
        return switch (level) {
            case OFF, LOW -> 2;
            case NORMAL -> 3;
            case HIGH -> 5;
        };
    }
}
