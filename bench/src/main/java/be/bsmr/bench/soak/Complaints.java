package be.bsmr.bench.soak;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was not as it must be. */
final class Complaints {

    private final List<String> all = new ArrayList<>();

    /**
     * @param at time of the house
     */
    void add(Instant at, String what) {
        add(at + " " + what);
    }

    void add(String what) {
        all.add(what);
        System.out.println("NOT AS IT MUST BE: " + what);
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
