package be.bsmr.home.settings;

import be.bsmr.control.Load;
import be.bsmr.home.relay.AlarmLampSettings;
import be.bsmr.home.relay.StopButtonSettings;
import be.bsmr.site.SiteSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loads, and how far they may be controlled.
 *
 * @param control whether, and by which fuse
 * @param loads each with an id of its own
 * @param silenceS after so many seconds without a telegram the loads are given back, 15 to 3600
 * @param stopButton ends the program, and gives all loads back; null = none
 * @param alarmLamp says how the quarter does; null = none
 */
public record LoadControlSettings(
        ControlSettings control,
        List<LoadSettings> loads,
        int silenceS,
        @Nullable StopButtonSettings stopButton,
        @Nullable AlarmLampSettings alarmLamp) {

    static final LoadControlSettings DEFAULT =
            new LoadControlSettings(ControlSettings.DEFAULT, List.of(), 60, null, null);

    /**
     * @throws IllegalArgumentException when a value is out of range, two loads have one id, or one
     *     needs another that is not there
     */
    public LoadControlSettings {
        loads = List.copyOf(loads);
        var unused = SiteSettings.DEFAULT.controlling(plain(loads));
        if (silenceS < 15 || silenceS > 3600) {
            throw new IllegalArgumentException("silence_s is 15 to 3600 seconds, not " + silenceS);
        }
    }

    /** The loads in the form that the controller knows. */
    List<Load> plain() {
        return plain(loads);
    }

    private static List<Load> plain(List<LoadSettings> loads) {
        return loads.stream().map(LoadSettings::load).toList();
    }
}
