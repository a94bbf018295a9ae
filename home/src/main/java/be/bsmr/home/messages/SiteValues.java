package be.bsmr.home.messages;

import java.util.List;

/**
 * All that a site says, a table a topic. Who adds a value adds one row to one of these tables;
 * MQTT, the page's events, {@code /api/v1/state}, {@code /metrics}, the reference in {@code docs/}
 * and the schemas of {@code openapi.yaml} follow.
 */
public final class SiteValues {

    /** In the order of the reference. */
    public static final List<ValueTable<?>> ALL =
            List.of(
                    MeterValues.READING,
                    MeterValues.MBUS,
                    MeterValues.RAW,
                    QuarterValues.QUARTER,
                    QuarterValues.FINISHED,
                    QuarterValues.PEAK,
                    QuarterValues.BILL,
                    PriceValues.PRICES,
                    PriceValues.QUARTER,
                    LoadValues.LOAD,
                    GridMeterValues.GRID_METER,
                    MeterValues.LINK,
                    LoadValues.DECISION,
                    LoadValues.PLAN,
                    ProgramValues.HOUSE,
                    ProgramValues.STORE,
                    ProgramValues.FEED);

    private SiteValues() {}

    /**
     * The table of a topic.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ValueTable<?> table(String name) {
        return ALL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no table " + name));
    }
}
