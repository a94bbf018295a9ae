package be.bsmr.home.notify;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/** The devices of a user of Pushover. */
final class PushoverChannel implements Channel {

    private final PushoverSettings settings;
    private final Web web;

    PushoverChannel(PushoverSettings settings, Web web) {
        this.settings = settings;
        this.web = web;
    }

    @Override
    public String name() {
        return "pushover";
    }

    @Override
    public void send(Message message) throws IOException {
        ObjectNode json = Fields.object();
        json.put("token", settings.token());
        json.put("user", settings.userKey());
        json.put("title", message.title());
        json.put("message", message.text());
        json.put("priority", priority(message.level()));
        message.picture()
                .ifPresent(
                        picture -> {
                            json.put(
                                    "attachment_base64",
                                    Base64.getEncoder().encodeToString(picture.png()));
                            json.put("attachment_type", "image/png");
                        });
        web.send(
                Web.json(settings.server() + "/1/messages.json", json.toString()),
                Arrays.asList(settings.token(), settings.userKey()));
    }

    /** Of Pushover's −2 to 2; 2 would ring until somebody answers. */
    private static int priority(Urgency level) {
        return switch (level) {
            case OFF, LOW -> -1;
            case NORMAL -> 0;
            case HIGH -> 1;
        };
    }
}
