package be.bsmr.home.source;

import static org.awaitility.Awaitility.await;

import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a link has told the site. */
public final class Inputs implements Consumer<SiteInput> {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final List<SiteInput> all = new CopyOnWriteArrayList<>();

    @Override
    public void accept(SiteInput input) {
        all.add(input);
    }

    public List<SiteInput> all() {
        return all;
    }

    public List<SiteInput.MeterRead> readings() {
        return all.stream()
                .filter(SiteInput.MeterRead.class::isInstance)
                .map(SiteInput.MeterRead.class::cast)
                .toList();
    }

    public void awaitReadings(int count) {
        await().atMost(LONG_ENOUGH).until(() -> readings().size() == count);
    }

    void awaitTrouble(String part) {
        await().atMost(LONG_ENOUGH).until(() -> String.valueOf(health().trouble()).contains(part));
    }

    /** As the newest input tells it. */
    LinkHealth health() {
        if (all.isEmpty()) {
            return LinkHealth.INITIAL;
        }
        SiteInput last = all.get(all.size() - 1);
        return last instanceof SiteInput.MeterRead read
                ? read.link()
                : ((SiteInput.LinkReport) last).link();
    }
}
