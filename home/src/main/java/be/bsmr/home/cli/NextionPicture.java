package be.bsmr.home.cli;

import be.bsmr.home.nextion.Column;
import be.bsmr.home.nextion.Picture;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a house says, as the components of the original's display show it. */
final class NextionPicture {

    private static final int QUARTER_S = 900;

    private NextionPicture() {}

    /**
     * @param columns pixel columns of a whole quarter
     */
    static Picture of(WatchState state, int columns) {
        JsonNode quarter = state.quarter();
        if (state.condition() != WatchState.Condition.LIVE || quarter.isMissingNode()) {
            return Picture.SILENT;
        }
        return new Picture(
                true,
                numbers(state.said("reading"), quarter),
                graph(state, quarter.path("elapsed_s").asInt(), columns));
    }

    /** A value that the meter does not send is 0, as for the ESP32. */
    private static List<Integer> numbers(JsonNode reading, JsonNode quarter) {
        List<Integer> numbers = new ArrayList<>();
        numbers.add(whole(quarter, "import_wh"));
        numbers.add(whole(quarter, "forecast_wh"));
        for (int phase = 1; phase <= 3; phase++) {
            numbers.add(whole(reading, "voltage_l" + phase + "_v"));
            numbers.add(whole(reading, "current_l" + phase + "_a"));
        }
        numbers.add(whole(reading, "import_power_w"));
        numbers.add(whole(reading, "export_power_w"));
        numbers.add(whole(quarter, "elapsed_s"));
        numbers.add(whole(reading, "import_t1_wh"));
        numbers.add(whole(reading, "import_t2_wh"));
        numbers.add(whole(reading, "export_t1_wh"));
        numbers.add(whole(reading, "export_t2_wh"));
        numbers.add(whole(reading, "import_power_w"));
        numbers.add(whole(reading, "export_power_w"));
        return numbers;
    }

    /** The display's numbers have 32 bits. */
    private static int whole(JsonNode of, String key) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(of.path(key).asDouble()));
    }

    /** A column stands for the second with which it begins. */
    private static List<Column> graph(WatchState state, int elapsed, int columns) {
        int wide = QUARTER_S / columns;
        List<Column> graph = new ArrayList<>();
        for (int second = 0; second <= Math.min(elapsed, QUARTER_S - wide); second += wide) {
            graph.add(
                    state.at(second)
                            .map(
                                    at ->
                                            Column.of(
                                                    at.limit(),
                                                    at.alarmLine(),
                                                    at.forecast(),
                                                    at.imported()))
                            .orElse(Column.UNKNOWN));
        }
        return graph;
    }
}
