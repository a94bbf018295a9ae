package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.topics.Topics;
import be.bsmr.wire.SecondsBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What twenty meters send in four hours and two minutes, and what is to be counted of it. */
final class TwentyMeters {

    private static final int METERS = 20;
    private static final int HOUSES = 4;
    private static final int MINUTES = 4 * 60 + 2;

    /** All of them together. */
    static final int QUARTERS = METERS * 16;

    /** In so many parts it is sent. */
    static final int PORTIONS = 6;

    private final List<List<SecondsBlock>> minutesOf = new ArrayList<>();

    TwentyMeters() {
        for (int house = 0; house < HOUSES; house++) {
            minutesOf.add(Said.minutes(house, Said.START, MINUTES));
        }
    }

    List<SecondsBlock> minutesOf(int meter) {
        return minutesOf.get(meter % HOUSES);
    }

    /** Of each meter, as bytes in hexadecimal digits: counted without Kafka. */
    Map<String, List<String>> quarters() throws Exception {
        Map<String, List<String>> quarters = new TreeMap<>();
        for (int meter = 0; meter < METERS; meter++) {
            String key = Said.meter(meter);
            quarters.put(key, Said.quarters(key, minutesOf(meter)));
        }
        assertThat(quarters.values().stream().mapToInt(List::size).sum()).isEqualTo(QUARTERS);
        return quarters;
    }

    /** One of {@link #PORTIONS} parts of all minutes, of all meters. */
    void send(TestBroker broker, Topics topics, int portion) throws Exception {
        for (int minute = MINUTES * portion / PORTIONS;
                minute < MINUTES * (portion + 1) / PORTIONS;
                minute++) {
            for (int meter = 0; meter < METERS; meter++) {
                broker.send(
                        topics.telegrams(),
                        Said.meter(meter),
                        Said.arrived(minutesOf(meter).get(minute)).bytes());
            }
        }
        broker.flush();
    }
}
