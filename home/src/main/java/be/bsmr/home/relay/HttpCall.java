package be.bsmr.home.relay;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request as the configuration writes it: {@code http://192.168.1.60/on}, or with a method and
 * a body, {@code PUT http://192.168.1.60/state {"on":true}}.
 *
 * @param method GET when none is written
 * @param address with {@code {value}} where the number goes
 * @param body the same; empty = none
 */
record HttpCall(String method, String address, String body) {

    private static final Pattern FORM =
            Pattern.compile("(?:(GET|POST|PUT|PATCH)\\s+)?(https?://\\S+)(?:\\s+(.+))?");

    /**
     * @param key to name when it is wrong
     * @throws IllegalArgumentException when it is no request; the message says what to write
     */
    static HttpCall parse(String key, String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (parts.matches()) {
            HttpCall call =
                    new HttpCall(
                            Optional.ofNullable(parts.group(1)).orElse("GET"),
                            parts.group(2),
                            Optional.ofNullable(parts.group(3)).orElse(""));
            try {
                if (call.uri(0).getHost() != null) {
                    return call;
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw new IllegalArgumentException(
                key
                        + " is a request such as http://192.168.1.60/on or PUT"
                        + " http://192.168.1.60/state {\"on\":true}, not '"
                        + text.replaceAll("//.*@", "//…@")
                        + "'");
    }

    URI uri(int value) {
        return URI.create(filled(address, value));
    }

    String body(int value) {
        return filled(body, value);
    }

    private static String filled(String text, int value) {
        return text.replace(MqttActuatorSettings.VALUE, Integer.toString(value));
    }
}
