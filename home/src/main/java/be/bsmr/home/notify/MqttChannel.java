package be.bsmr.home.notify;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The topic {@code notify} of the site: what an automation of the owner's hands on. */
public final class MqttChannel implements Channel {

    /** Publishes on it. */
    @FunctionalInterface
    public interface Topic {

        /**
         * Returns when the broker has it.
         *
         * @throws IOException when it has not within some seconds
         */
        void publish(String payload) throws IOException;
    }

    private final Topic topic;

    MqttChannel(Topic topic) {
        this.topic = topic;
    }

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public void send(Message message) throws IOException {
        ObjectNode json = Fields.object();
        json.put("rule", message.ruleKey());
        json.put("level", message.levelKey());
        json.put("title", message.title());
        json.put("text", message.text());
        topic.publish(json.toString());
    }
}
