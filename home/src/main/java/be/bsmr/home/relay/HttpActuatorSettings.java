package be.bsmr.home.relay;

import be.bsmr.home.config.Inline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A load that is switched by HTTP requests. What the configuration leaves out (null) is as its
 * preset says.
 *
 * @param preset shelly or goe; null = none
 * @param address of the device, for the preset's requests; null without a preset
 * @param requests that switch or set it
 * @param answer how it stands
 * @param login for a device that asks for a password
 * @param repeatS seconds after which the last command is sent again, for a device that falls back
 *     by itself when it hears nothing; 0 = never
 */
public record HttpActuatorSettings(
        @Nullable String preset,
        @Nullable String address,
        @Inline Requests requests,
        @Inline Answer answer,
        @Inline Login login,
        Integer repeatS) {

    /**
     * What the device is told.
     *
     * @param shed request that switches it off, or pauses it; see {@link HttpCall} for its form;
     *     null for a load that is only set
     * @param restore request that switches it on; null together with {@code shed}
     * @param set request that sets a modulating load; {@code {value}} in it is the number; null for
     *     one that cannot be set
     */
    public record Requests(@Nullable String shed, @Nullable String restore, @Nullable String set) {

        Requests or(HttpPreset preset, String address) {
            return new Requests(
                    at(address, shed == null ? preset.shed : shed),
                    at(address, restore == null ? preset.restore : restore),
                    at(address, set == null ? preset.set : set));
        }
    }

    /**
     * What the device says.
     *
     * @param look request that is answered with how it stands; null = the reply to each command
     *     counts
     * @param statePath where the answer says whether it is on, such as {@code /output}; null when
     *     it does not
     * @param stateOff what stands there when it is off; anything else means on; false when left out
     *     (null)
     * @param valuePath where it says what it is set to; null when it does not
     * @param powerPath where it says what it draws, W; null when it does not
     */
    public record Answer(
            @Nullable String look,
            @Nullable String statePath,
            @Nullable String stateOff,
            @Nullable String valuePath,
            @Nullable String powerPath) {

        Answer or(HttpPreset preset, String address) {
            return new Answer(
                    at(address, look == null ? preset.look : look),
                    statePath == null ? preset.statePath : statePath,
                    stateOff == null ? preset.stateOff : stateOff,
                    valuePath == null ? preset.valuePath : valuePath,
                    powerPath == null ? preset.powerPath : powerPath);
        }

        boolean isOff(String word) {
            return word.equalsIgnoreCase(stateOff == null ? "false" : stateOff);
        }
    }

    /**
     * Who asks, in HTTP's basic way.
     *
     * @param user null = nobody in particular
     * @param password together with {@code user}; never printed
     */
    public record Login(@Nullable String user, @Nullable String password) {

        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    public HttpActuatorSettings {
        if (preset != null) {
            HttpPreset from = HttpPreset.of(preset);
            if (address == null || !address.matches("[A-Za-z0-9.:\\[\\]_-]+")) {
                throw new IllegalArgumentException(
                        "address is where the device is, such as 192.168.1.60: write it beside"
                                + " preset");
            }
            requests = requests.or(from, address);
            answer = answer.or(from, address);
            repeatS = Objects.requireNonNullElse(repeatS, from.repeatS);
        }
        repeatS = Objects.requireNonNullElse(repeatS, 0);
        String set = requests.set();
        if ((requests.shed() == null) != (requests.restore() == null)
                || (requests.shed() == null && set == null)) {
            throw new IllegalArgumentException(
                    "shed and restore are the two requests that switch the load, such as"
                            + " http://192.168.1.60/off and http://192.168.1.60/on: write both");
        }
        check("shed", requests.shed());
        check("restore", requests.restore());
        check("set", set);
        check("look", answer.look());
        if (set != null && !set.contains(MqttActuatorSettings.VALUE)) {
            throw new IllegalArgumentException(
                    "set needs {value} where the number goes, such as"
                            + " http://192.168.1.60/api/set?amp={value}");
        }
        Payload.check("state_path", answer.statePath());
        Payload.check("value_path", answer.valuePath());
        Payload.check("power_path", answer.powerPath());
        if (answer.look() == null
                && (answer.statePath() != null
                        || answer.valuePath() != null
                        || answer.powerPath() != null)) {
            throw new IllegalArgumentException(
                    "state_path, value_path and power_path stand in the answer to look: write that"
                            + " request too");
        }
        if ((login.user() == null) != (login.password() == null)) {
            throw new IllegalArgumentException("user and password go together: write both or none");
        }
        if (repeatS != 0 && (repeatS < 10 || repeatS > 3600)) {
            throw new IllegalArgumentException(
                    "repeat_s is 10 to 3600 seconds, or 0 for never, not " + repeatS);
        }
    }

    private static @Nullable String at(String address, @Nullable String request) {
        return request == null ? null : request.replace("{address}", address);
    }

    private static void check(String key, @Nullable String request) {
        if (request != null) {
            Object unused = HttpCall.parse(key, request);
        }
    }
}
