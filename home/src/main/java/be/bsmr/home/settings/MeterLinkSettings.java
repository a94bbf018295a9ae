package be.bsmr.home.settings;

import be.bsmr.home.source.DecryptionSettings;
import be.bsmr.home.source.HubSettings;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.meter.MeterId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to the meter, and for its telegrams to other programs.
 *
 * @param source where telegrams come from, as on the command line; null = say what was found and
 *     stop
 * @param fallback a second way to the same meter, read while the first fails; null = none
 * @param fallbackAfterS the first is given up for now after so many seconds of silence, 2 to 600
 * @param serial the line of a serial port whose source names none
 * @param decryption keys of a meter that encrypts
 * @param hub where other programs read the telegrams
 * @param meter equipment id of the meter to follow where several speak; null = the first heard
 */
public record MeterLinkSettings(
        @Nullable String source,
        @Nullable String fallback,
        int fallbackAfterS,
        SerialSettings serial,
        DecryptionSettings decryption,
        HubSettings hub,
        @Nullable String meter) {

    static final MeterLinkSettings DEFAULT =
            new MeterLinkSettings(
                    null,
                    null,
                    10,
                    SerialSettings.DEFAULT,
                    DecryptionSettings.DEFAULT,
                    HubSettings.DEFAULT,
                    null);

    /**
     * @throws IllegalArgumentException when a value makes no sense
     */
    public MeterLinkSettings {
        if (meter != null && meter.isBlank()) {
            throw new IllegalArgumentException(
                    "meter is empty; write the number that doctor shows, such as 1SAG1100000000");
        }
        requireSources(source, fallback);
        if (fallbackAfterS < 2 || fallbackAfterS > 600) {
            throw new IllegalArgumentException(
                    "fallback_after_s is 2 to 600 seconds, not " + fallbackAfterS);
        }
    }

    private static void requireSources(@Nullable String source, @Nullable String fallback) {
        Optional<SourceSpec> first = spec("source", source);
        Optional<SourceSpec> second = spec("fallback", fallback);
        if (second.isPresent() && second.equals(first)) {
            throw new IllegalArgumentException(
                    "fallback is the source itself, "
                            + fallback
                            + "; name a second way to the meter, or none");
        }
    }

    private static Optional<SourceSpec> spec(String key, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(SourceSpec::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    /** Whether the house is a simulated one. */
    public boolean isSimulated() {
        return spec("source", source).filter(SourceSpec.Simulator.class::isInstance).isPresent();
    }

    Optional<MeterId> followed() {
        return Optional.ofNullable(meter).map(String::strip).map(MeterId::new);
    }
}
