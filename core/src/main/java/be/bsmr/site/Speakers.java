package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.meter.MeterId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which meter is followed where more than one may speak. A meter that is replaced is not heard
 * again; two meters whose telegrams share one line (a bridge with two ports, one topic for two) are
 * heard in turn. So another meter is followed only when the first has fallen silent, and one that
 * was heard beside it, or before it, only when the first has been silent for long.
 *
 * @param followed null before any telegram that names its meter
 * @param heardAt when it was heard last, host clock
 * @param before the meter that was followed before it; null when there was none
 * @param others meters that were heard beside the followed one since the program started
 * @param candidate the other meter that spoke last; null when the followed one did
 * @param inARow telegrams since the followed one was heard
 */
public record Speakers(
        @Nullable MeterId followed,
        Instant heardAt,
        @Nullable MeterId before,
        List<MeterId> others,
        @Nullable MeterId candidate,
        int inARow) {

    /** So many telegrams in a row of another meter can mean that the first is gone. */
    static final int CONVINCING = 3;

    /** Telegrams of two meters come within seconds of each other; replacing one takes minutes. */
    static final Duration GONE = Duration.ofSeconds(30);

    /** So long for a meter that is known to speak beside the first, or that was left for it. */
    static final Duration LONG_GONE = Duration.ofHours(1);

    /** More are not told apart. */
    private static final int MOST_OTHERS = 8;

    static final Speakers NONE = new Speakers(null, Instant.EPOCH, null, List.of(), null, 0);

    enum Voice {
        FOLLOWED,
        /** The first telegram that counts of another meter. */
        SWAPPED,
        /** Passed over. */
        OTHER
    }

    /**
     * @param news what people should be told; null = nothing
     */
    record Heard(Speakers next, Voice voice, Decision.@Nullable What news) {}

    public Speakers {
        others = List.copyOf(others);
    }

    /**
     * @param who the meter that speaks; null when the telegram does not say: then it is the
     *     followed one
     * @param at host clock
     * @param named the meter that the owner chose
     */
    Heard hear(@Nullable MeterId who, Instant at, Optional<MeterId> named) {
        MeterId speaker = who == null ? followed : who;
        if (named.isPresent() && !named.get().equals(speaker)) {
            return unwanted(speaker);
        }
        if (speaker == null || speaker.equals(followed)) {
            return heardAgain(at);
        }
        if (followed == null) {
            return new Heard(following(speaker, at), Voice.FOLLOWED, null);
        }
        int count = speaker.equals(candidate) ? inARow + 1 : 1;
        boolean known = others.contains(speaker) || speaker.equals(before);
        Duration silent = Duration.between(heardAt, at).abs();
        boolean gone = silent.compareTo(known ? LONG_GONE : GONE) >= 0 && count >= CONVINCING;
        return gone || named.isPresent()
                ? new Heard(following(speaker, at), Voice.SWAPPED, Decision.What.METER_SWAPPED)
                : new Heard(waitingWith(others, speaker, count), Voice.OTHER, null);
    }

    /** When another spoke in between, there are two. */
    private Heard heardAgain(Instant at) {
        boolean two =
                candidate != null && !others.contains(candidate) && others.size() < MOST_OTHERS;
        List<MeterId> beside = candidate == null ? others : with(candidate);
        return new Heard(
                new Speakers(followed, at, before, beside, null, 0),
                Voice.FOLLOWED,
                two ? Decision.What.TWO_METERS : null);
    }

    /** The owner knows of it, unless it is the only one that speaks. */
    private Heard unwanted(@Nullable MeterId speaker) {
        int count = inARow + 1;
        boolean alone = followed == null && count == CONVINCING;
        return new Heard(
                waitingWith(speaker == null ? others : with(speaker), speaker, count),
                Voice.OTHER,
                alone ? Decision.What.OTHER_METER : null);
    }

    private Speakers waitingWith(List<MeterId> beside, @Nullable MeterId speaker, int count) {
        return new Speakers(followed, heardAt, before, beside, speaker, count);
    }

    private Speakers following(MeterId speaker, Instant at) {
        List<MeterId> beside = new ArrayList<>(others);
        beside.remove(speaker);
        return new Speakers(speaker, at, followed, beside, null, 0);
    }

    private List<MeterId> with(MeterId other) {
        if (others.contains(other) || others.size() == MOST_OTHERS) {
            return others;
        }
        List<MeterId> more = new ArrayList<>(others);
        more.add(other);
        return more;
    }
}
