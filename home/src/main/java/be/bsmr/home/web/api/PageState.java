package be.bsmr.home.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.control.Outlook;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.guard.Guesses;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest state as the page is told it: whole, as a snapshot with all points of the running
 * quarter, or what a step changed of it. It is told by {@link #show} and changes nothing.
 */
public final class PageState {

    private static final int DECISIONS_SHOWN = 20;
    private static final Duration SNAPSHOT_LASTS = Duration.ofMillis(200);

    private final SiteJson json;
    private final @Nullable BillJson bill;
    private final LatestState latest;
    private final ProgramHealth program;
    private final QuarterGraph graph = new QuarterGraph();
    private final SiteMessages messages;
    private long recalls;
    private @Nullable ObjectNode house;
    private @Nullable ByteBuffer snapshotBytes;
    private long snapshotNanos;
    private @Nullable StoreReport snapshotDisk;

    /**
     * @param json how values are written
     * @param bill what peaks cost; null when that is not known
     */
    public PageState(SiteAccess site, SiteJson json, @Nullable BillJson bill) {
        this.json = json;
        this.bill = bill;
        latest = site.latest();
        program = site.health();
        messages = new SiteMessages(json);
    }

    /**
     * Takes the newest step.
     *
     * @return whether the past was recalled, so that who knows what was so knows nothing any more
     */
    public synchronized boolean show(SiteStep step) {
        snapshotBytes = null;
        latest.show(step);
        Outlook outlook = step.state().foresight().outlook();
        if (step.newReading() && outlook != null) {
            graph.add(outlook);
        }
        boolean recalled = latest.recalls() != recalls;
        recalls = latest.recalls();
        return recalled;
    }

    /** What a step changed, since the changes of the step before. */
    public synchronized List<SiteMessages.Message> changes(SiteStep step) {
        List<SiteMessages.Message> changes = new ArrayList<>(messages.of(step));
        houseWhenItChanged().ifPresent(changes::add);
        return changes;
    }

    /**
     * What a browser is told first; {@link #changes} go on from there.
     *
     * @param alone whether nobody else watches: others have yet to be told what changed last
     */
    public synchronized String opening(boolean alone, View view) {
        if (alone) {
            latest.step().ifPresent(messages::know);
            house = house(null);
        }
        return snapshot(view);
    }

    /** What is so now, with all points of the running quarter, as JSON. */
    public synchronized String snapshot(View view) {
        ObjectNode node = view.of(state());
        node.set("points", graph.json());
        return node.toString();
    }

    /**
     * The snapshot as bytes, made once for all who ask within {@link #SNAPSHOT_LASTS}: whoever asks
     * a thousand times a second costs no more than one who asks twice.
     */
    synchronized ByteBuffer snapshotBytes() {
        long now = System.nanoTime();
        StoreReport report = program.store();
        if (snapshotBytes == null
                || now - snapshotNanos > SNAPSHOT_LASTS.toNanos()
                || !Objects.equals(report, snapshotDisk)) {
            snapshotBytes = ByteBuffer.wrap(snapshot(View.WHOLE).getBytes(UTF_8));
            snapshotNanos = now;
            snapshotDisk = report;
        }
        return snapshotBytes.asReadOnlyBuffer();
    }

    /** What no topic tells; compared without its age, which every second changes. */
    private Optional<SiteMessages.Message> houseWhenItChanged() {
        ObjectNode now = house(null);
        if (now.equals(house)) {
            return Optional.empty();
        }
        house = now;
        return Optional.of(new SiteMessages.Message("house", house(age()), true, false));
    }

    private @Nullable Duration age() {
        return latest.age().orElse(null);
    }

    /**
     * @param age since the newest telegram; null leaves it out
     */
    private ObjectNode house(@Nullable Duration age) {
        SiteState state = latest.state().orElse(null);
        ObjectNode node = json.house(age, state);
        if (bill != null && state != null) {
            node.set("cost", bill.cost(state));
        }
        StoreReport report = program.store();
        if (report != null) {
            node.set("disk", json.store(report));
        }
        if (program.has("uplink")) {
            node.put("fleet", true);
        }
        Instant now = Guesses.now();
        program.doors()
                .forEach(
                        (door, guesses) ->
                                guesses.report(now).ifPresent(r -> putGuesses(node, door, r)));
        return node;
    }

    private static void putGuesses(ObjectNode node, String door, Guesses.Report guessed) {
        node.withArray("guesses")
                .addObject()
                .put("door", door)
                .put("wrong", guessed.wrong())
                .put("refused", guessed.refused())
                .put("from", guessed.from().getHostAddress())
                .put("ago_s", guessed.ago().toSeconds());
    }

    private ObjectNode state() {
        ObjectNode node = house(age());
        SiteStep step = latest.step().orElse(null);
        if (step == null) {
            return node;
        }
        SiteState state = step.state();
        if (state.last() != null) {
            node.set("reading", json.reading(state.last(), state.metering().grid()));
            node.set("quarter", json.quarter(state));
        }
        node.set("peaks", json.peaks(state));
        ObjectNode prices = json.prices(state);
        if (prices != null) {
            node.set("prices", prices);
        }
        ArrayNode loads = node.putArray("loads");
        step.loads().forEach(load -> loads.add(json.load(load)));
        node.set("link", json.link(state));
        ArrayNode said = node.putArray("decisions");
        latest.decisions().stream().limit(DECISIONS_SHOWN).forEach(d -> said.add(json.decision(d)));
        return node;
    }
}
