package be.bsmr.home.settings;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigText;
import be.bsmr.home.config.KeyValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an entry of {@code loads} is taken to say where it says nothing, as its records fill it in:
 * of the load itself, and of each thing that it may be switched or set with.
 */
final class LoadDefaults {

    /** The least that each has to say, in a load of its name: all else that it has is a default. */
    private static final String LEAST =
            """
            loads:
              - id: gpio
                gpio:
                  pin: 4
              - id: mqtt
                mqtt:
                  topic: t
                  set:
                    topic: t
                  state:
                    topic: t
              - id: modbus
                modbus:
                  host: h
                  register: 0
                  value:
                    register: 1
                  power:
                    register: 2
              - id: marstek
                marstek:
                  host: h
                modulating: {unit: watt, min: -1, max: 0}
              - id: victron
                victron:
                  host: h
                  portal: c0619ab12345
                modulating: {unit: watt, min: -1, max: 0}
              - id: niko
                niko:
                  host: h
                  ca: c
                  token_file: t
                  uuid: '12345678'
              - id: sg_ready
                sg_ready:
                  block:
                    pin: 5
                  boost:
                    pin: 6
              - id: modulating
                modulating:
                  min: 1
                  max: 2
            """;

    private static final Map<String, String> BY_KEY = Collections.unmodifiableMap(read());

    private LoadDefaults() {}

    /** By keys such as {@code priority} and {@code modbus.port}. */
    static Map<String, String> byKey() {
        return BY_KEY;
    }

    private static Map<String, String> read() {
        Path nowhere = Path.of("defaults");
        Map<String, String> defaults = new LinkedHashMap<>();
        try {
            for (KeyValue one : KeyValue.of(LoadSettings.DEFAULT)) {
                put(one, defaults);
            }
            ConfigText written = new ConfigText(nowhere, LEAST);
            for (LoadSettings load : HomeConfig.parse(nowhere, LEAST).loadControl().loads()) {
                for (KeyValue one : KeyValue.of(load)) {
                    boolean isOfIt = one.key().startsWith(load.id() + ".");
                    if (isOfIt && written.lineOf("loads[" + load.id() + "]." + one.key()) == 0) {
                        put(one, defaults);
                    }
                }
            }
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
        return defaults;
    }

    private static void put(KeyValue one, Map<String, String> defaults) {
        if (one.value() != null) {
            defaults.put(one.key(), one.value());
        }
    }
}
