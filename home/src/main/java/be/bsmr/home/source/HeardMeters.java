package be.bsmr.home.source;

import be.bsmr.home.source.Finding.Kind;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Energy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which meters the link doctor heard on one line. */
final class HeardMeters {

    private static final int MOST = 20;

    private final Optional<MeterId> named;
    private final Map<MeterId, Long> telegrams = new LinkedHashMap<>();
    private @Nullable MeterId followed;
    private @Nullable MeterId last;
    private int turns;
    private @Nullable Energy register;
    private int drops;

    /**
     * @param named the one to follow; empty = the first that is heard
     */
    HeardMeters(Optional<MeterId> named) {
        this.named = named;
        followed = named.orElse(null);
    }

    /** Takes a telegram: whether it is of the meter that is followed. */
    boolean isFollowed(Reading reading) {
        MeterId id = reading.identity().meter();
        if (id == null) {
            countDrops(reading);
            return named.isEmpty();
        }
        if (telegrams.size() < MOST || telegrams.containsKey(id)) {
            telegrams.merge(id, 1L, Long::sum);
        }
        turns += last == null || last.equals(id) ? 0 : 1;
        last = id;
        followed = followed == null ? id : followed;
        return id.equals(followed);
    }

    /** Registers only grow: those of two meters without a number seem to go to and fro. */
    private void countDrops(Reading reading) {
        Energy now = reading.imported().sum().orElse(register);
        drops += now != null && register != null && now.compareTo(register) < 0 ? 1 : 0;
        register = now;
    }

    void tell(List<Finding> found) {
        if (named.isPresent() && !telegrams.isEmpty() && !telegrams.containsKey(named.get())) {
            found.add(
                    Finding.problem(Kind.OTHER_METER)
                            .with("named", named.get().value())
                            .with("meters", List.copyOf(ids())));
        } else if (turns > 1 && followed != null) {
            Finding two =
                    named.isPresent()
                            ? Finding.note(Kind.TWO_METERS)
                            : Finding.problem(Kind.TWO_METERS);
            found.add(two.with("meters", List.copyOf(ids())).with("followed", followed.value()));
        } else if (turns == 1) {
            found.add(Finding.note(Kind.METER_REPLACED).with("meters", List.copyOf(ids())));
        } else if (drops > 1) {
            found.add(Finding.problem(Kind.TWO_NAMELESS).with("drops", drops));
        }
    }

    private List<String> ids() {
        return telegrams.entrySet().stream()
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .toList();
    }
}
