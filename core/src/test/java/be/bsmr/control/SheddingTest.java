package be.bsmr.control;

import static be.bsmr.control.Evening.SIX;
import static be.bsmr.control.Evening.boiler;
import static be.bsmr.control.Evening.idle;
import static be.bsmr.control.Evening.needing;
import static be.bsmr.control.Evening.running;
import static be.bsmr.control.Evening.view;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The quarter comes to 2.6 kW unless something is done; 70 s before its end a boiler saves that.
 */
class SheddingTest {

    private static final int LAST_MOMENT = 830;

    @Test
    void waitsAsLongAsSheddingLaterSuffices() {
        assertThat(shed(300, 3000, running(boiler("a"), -3600))).isEmpty();
        assertThat(shed(LAST_MOMENT, 3000, running(boiler("a"), -3600))).containsExactly("a");
    }

    @Test
    void whatObeysLateIsToldEarlier() {
        Limits l = Limits.USUAL;
        Limits late =
                new Limits(
                        l.minShed(),
                        l.minOn(),
                        null,
                        0,
                        List.of(),
                        null,
                        l.handsOff(),
                        Duration.ofMinutes(2));
        Load heatPump = boiler("a").within(late);
        assertThat(shed(LAST_MOMENT - 130, 3000, running(heatPump, -3600))).isEmpty();
        assertThat(shed(LAST_MOMENT - 120, 3000, running(heatPump, -3600))).containsExactly("a");
    }

    @Test
    void ofTwoThatSufficeTheOneThatMattersLessGoes() {
        LoadNow more = running(boiler("more").ofPriority(5), -3600);
        LoadNow less = running(boiler("less").ofPriority(2), -3600);
        assertThat(shed(LAST_MOMENT, 5000, more, less)).containsExactly("less");
    }

    @Test
    void takesWithItWhatDoesNotWorkWithoutIt() {
        LoadNow pump = running(needing("pump", "a"), -3600);
        LoadNow a = running(boiler("a"), -3600);
        assertThat(shed(LAST_MOMENT, 5000, a, pump)).containsExactly("a", "pump");
    }

    @Test
    void inDangerAlsoWhatMayDrawUnseen() {
        LoadNow unseen = idle(boiler("a"), -3600);
        assertThat(shed(300, 2600, unseen)).containsExactly("a");
        assertThat(shed(300, 1000, unseen)).as("the house draws less than it would").isEmpty();
    }

    @Test
    void allUnseenTogetherDrawNoMoreThanTheHouse() {
        LoadNow first = idle(boiler("a"), -3600);
        LoadNow second = idle(boiler("b").ofPriority(2), -3600);
        assertThat(shed(300, 2600, second, first)).containsExactly("a");
    }

    @Test
    void whatWasJustGivenBackKeepsItsPowerForItsShortestTime() {
        assertThat(shed(LAST_MOMENT, 3000, running(boiler("a"), LAST_MOMENT - 119))).isEmpty();
        assertThat(shed(LAST_MOMENT, 3000, running(boiler("a"), LAST_MOMENT - 120))).isNotEmpty();
    }

    @Test
    void whatIsInHandOrNeverShedNowIsLeftAlone() {
        LoadNow hand = running(boiler("a"), -3600).in(ManualOverride.ALWAYS_ON);
        LoadNow off = running(boiler("b"), -3600).handsOff(SIX.plusSeconds(3600));
        Load meal = boiler("c").within(Evening.neverShed("17:00-19:00"));
        assertThat(shed(LAST_MOMENT, 5000, hand, off, running(meal, -3600))).isEmpty();
    }

    @Test
    void savesMayBeTooLittleToBeWorthASwitch() {
        assertThat(shed(884, 3000, running(boiler("a"), -3600)))
                .as("2 kW for 11 s are 24 W of the quarter's mean")
                .isEmpty();
    }

    private static List<String> shed(int second, int net, LoadNow... loads) {
        ControlPlan plan = new ControlPlan(List.of(loads), view(second, 2600), net);
        new Shedding(plan).apply();
        return plan.outcome().commands().stream().map(Command::load).toList();
    }
}
