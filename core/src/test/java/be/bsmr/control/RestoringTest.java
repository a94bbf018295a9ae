package be.bsmr.control;

import static be.bsmr.control.Evening.boiler;
import static be.bsmr.control.Evening.needing;
import static be.bsmr.control.Evening.running;
import static be.bsmr.control.Evening.shed;
import static be.bsmr.control.Evening.view;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RestoringTest {

    @Test
    void givesBackWhatFitsToTheEndOfTheQuarter() {
        assertThat(done(view(300, 300), shed(boiler("a"), -600))).containsExactly("Restore a");
        assertThat(done(view(300, 1500), shed(boiler("a"), -600))).isEmpty();
    }

    @Test
    void oneAtATimeTheOneThatMattersMostFirst() {
        LoadNow less = shed(boiler("less").ofPriority(2), -600);
        LoadNow more = shed(boiler("more").ofPriority(3), -600);
        assertThat(done(view(300, 300), less, more)).containsExactly("Restore more");
    }

    @Test
    void ofEqualsTheOneThatWasShedFirst() {
        LoadNow late = shed(boiler("late"), -300);
        LoadNow early = shed(boiler("early"), -600);
        assertThat(done(view(300, 300), late, early)).containsExactly("Restore early");
    }

    @Test
    void theNearerItsTurnTheLessIsSpared() {
        Load load = boiler("a").within(Evening.longest(60));
        assertThat(done(view(300, 1111), shed(load, -600))).isEmpty();
        assertThat(done(view(300, 1111), shed(load, -3240))).containsExactly("Restore a");
    }

    @Test
    void towardsTheEndTheNextQuarterMustHaveRoomToo() {
        assertThat(done(view(800, 300, 1000), shed(boiler("a"), -600))).isNotEmpty();
        assertThat(done(view(800, 300, 2400), shed(boiler("a"), -600))).isEmpty();
    }

    @Test
    void aLoadComesAfterTheOneThatItNeeds() {
        LoadNow pump = shed(needing("pump", "a"), -600);
        assertThat(done(view(300, 300), pump, shed(boiler("a"), -600)))
                .containsExactly("Restore a");
        assertThat(done(view(300, 300), pump, running(boiler("a"), -600)))
                .containsExactly("Restore pump");
    }

    @Test
    void nothingWhileTheEffectOfASwitchIsStillToBeSeen() {
        LoadNow a = shed(boiler("a"), -600);
        assertThat(done(view(300, 300), a, running(boiler("b"), 281))).isEmpty();
        assertThat(done(view(300, 300), a, running(boiler("b"), 280))).isNotEmpty();
    }

    @Test
    void notBeforeItsShortestTimeIsOver() {
        assertThat(done(view(300, 300), shed(boiler("a"), 241))).isEmpty();
        assertThat(done(view(300, 300), shed(boiler("a"), 240))).isNotEmpty();
    }

    @Test
    void whatMattersMuchMoreGetsThePlaceOfWhatRuns() {
        LoadNow waiting = shed(boiler("waiting").ofPriority(8), -600);
        LoadNow runs = running(boiler("runs").ofPriority(5), -3600);
        assertThat(done(view(300, 2300), waiting, runs))
                .containsExactly("Shed runs", "Restore waiting");
        LoadNow nearly = running(boiler("runs").ofPriority(6), -3600);
        assertThat(done(view(300, 2300), waiting, nearly)).isEmpty();
    }

    @Test
    void nothingMakesWayInVain() {
        LoadNow waiting = shed(boiler("waiting").ofPriority(8), -600);
        LoadNow runs = running(boiler("runs").ofPriority(5), -3600);
        assertThat(done(view(300, 2600), waiting, runs)).isEmpty();
    }

    private static List<String> done(View view, LoadNow... loads) {
        ControlPlan plan = new ControlPlan(List.of(loads), view, 2000);
        new Restoring(plan, new Shedding(plan)).apply();
        return plan.outcome().commands().stream()
                .map(c -> c.getClass().getSimpleName() + " " + c.load())
                .toList();
    }
}
