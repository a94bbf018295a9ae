package be.bsmr.home.relay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A load that is switched by HTTP requests. What the configuration leaves out (null) is as its
 * preset says.
 *
 * @param preset shelly or goe; null = none
 * @param address of the device, for the preset's requests; null without a preset
 * @param shed request that switches it off, or pauses it; see {@link HttpCall} for its form; null
 *     for a load that is only set
 * @param restore request that switches it on; null together with {@code shed}
 * @param set request that sets a modulating load; {@code {value}} in it is the number; null for one
 *     that cannot be set
 * @param look request that is answered with how it stands; null = the reply to each command counts
 * @param statePath where the answer says whether it is on, such as {@code /output}; null when it
 *     does not
 * @param stateOff what stands there when it is off; anything else means on
 * @param valuePath where it says what it is set to; null when it does not
 * @param powerPath where it says what it draws, W; null when it does not
 * @param user for a device that asks for a password in HTTP's basic way; null = none
 * @param password together with {@code user}; never printed
 * @param repeatS seconds after which the last command is sent again, for a device that falls back
 *     by itself when it hears nothing; 0 = never
 */
public record HttpActuatorSettings(
        @Nullable String preset,
        @Nullable String address,
        @Nullable String shed,
        @Nullable String restore,
        @Nullable String set,
        @Nullable String look,
        @Nullable String statePath,
        String stateOff,
        @Nullable String valuePath,
        @Nullable String powerPath,
        @Nullable String user,
        @Nullable String password,
        Integer repeatS) {

    public HttpActuatorSettings {
        if (preset != null) {
            HttpPreset from = HttpPreset.of(preset);
            if (address == null || !address.matches("[A-Za-z0-9.:\\[\\]_-]+")) {
                throw new IllegalArgumentException(
                        "address is where the device is, such as 192.168.1.60: write it beside"
                                + " preset");
            }
            shed = at(address, shed == null ? from.shed : shed);
            restore = at(address, restore == null ? from.restore : restore);
            set = at(address, set == null ? from.set : set);
            look = at(address, look == null ? from.look : look);
            statePath = statePath == null ? from.statePath : statePath;
            stateOff = Objects.requireNonNullElse(stateOff, from.stateOff);
            valuePath = valuePath == null ? from.valuePath : valuePath;
            powerPath = powerPath == null ? from.powerPath : powerPath;
            repeatS = Objects.requireNonNullElse(repeatS, from.repeatS);
        }
        stateOff = Objects.requireNonNullElse(stateOff, "false");
        repeatS = Objects.requireNonNullElse(repeatS, 0);
        if ((shed == null) != (restore == null) || (shed == null && set == null)) {
            throw new IllegalArgumentException(
                    "shed and restore are the two requests that switch the load, such as"
                            + " http://192.168.1.60/off and http://192.168.1.60/on: write both");
        }
        check("shed", shed);
        check("restore", restore);
        check("set", set);
        check("look", look);
        if (set != null && !set.contains(MqttActuatorSettings.VALUE)) {
            throw new IllegalArgumentException(
                    "set needs {value} where the number goes, such as"
                            + " http://192.168.1.60/api/set?amp={value}");
        }
        Payload.check("state_path", statePath);
        Payload.check("value_path", valuePath);
        Payload.check("power_path", powerPath);
        if (look == null && (statePath != null || valuePath != null || powerPath != null)) {
            throw new IllegalArgumentException(
                    "state_path, value_path and power_path stand in the answer to look: write that"
                            + " request too");
        }
        if ((user == null) != (password == null)) {
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

    @Override
    public String toString() {
        return "HttpActuatorSettings[preset="
                + preset
                + ", shed="
                + shed
                + ", restore="
                + restore
                + ", set="
                + set
                + ", look="
                + look
                + ", user="
                + user
                + ", repeatS="
                + repeatS
                + "]";
    }
}
