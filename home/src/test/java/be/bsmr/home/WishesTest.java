package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.ManualOverride;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.UndoRequest;
import be.bsmr.site.SiteInput.UserRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WishesTest {

    private final List<SiteInput> site = new ArrayList<>();
    private long nanos;
    private final Wishes wishes = new Wishes(site::add, () -> nanos);

    @Test
    void theFirstGoesOnAtOnceAndTheNewestASecondLater() {
        wishes.accept(mode("boiler", ManualOverride.ALWAYS_ON));
        wishes.accept(mode("boiler", ManualOverride.ALWAYS_SHED));
        wishes.accept(mode("boiler", ManualOverride.AUTO));
        wishes.accept(mode("car", ManualOverride.ALWAYS_SHED));
        assertThat(site)
                .containsExactly(
                        mode("boiler", ManualOverride.ALWAYS_ON),
                        mode("car", ManualOverride.ALWAYS_SHED));
        assertThat(wishes.due()).isEmpty();
        pass(1000);
        assertThat(wishes.due()).contains(mode("boiler", ManualOverride.AUTO));
        assertThat(wishes.due()).isEmpty();
    }

    @Test
    void differentWishesOfOneLoadKeepTheirOrder() {
        UndoRequest undo = new UndoRequest(Instant.EPOCH, "boiler");
        wishes.accept(mode("boiler", ManualOverride.ALWAYS_ON));
        wishes.accept(mode("boiler", ManualOverride.AUTO));
        wishes.accept(undo);
        pass(1000);
        wishes.accept(mode("boiler", ManualOverride.ALWAYS_SHED));
        assertThat(wishes.due()).contains(undo);
        assertThat(wishes.due()).isEmpty();
        pass(1000);
        assertThat(wishes.due()).contains(mode("boiler", ManualOverride.ALWAYS_SHED));
    }

    @Test
    void threeHundredASecondAreOneASecond() {
        int handed = 0;
        for (int i = 0; i < 3000; i++) {
            wishes.accept(
                    mode(
                            "boiler",
                            i % 2 == 0 ? ManualOverride.ALWAYS_ON : ManualOverride.ALWAYS_SHED));
            nanos += 1_000_000_000 / 300;
            Optional<SiteInput> due = wishes.due();
            handed += due.isPresent() ? 1 : 0;
        }
        assertThat(site.size() + handed).isBetween(9, 11);
    }

    private void pass(long millis) {
        nanos += millis * 1_000_000;
    }

    private static UserRequest mode(String load, ManualOverride mode) {
        return new UserRequest(Instant.EPOCH, load, mode);
    }
}
