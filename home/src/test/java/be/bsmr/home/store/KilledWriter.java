package be.bsmr.home.store;

import be.bsmr.meter.Grid;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Writes for ever, and says of each commit that it is done; to be killed. */
final class KilledWriter {

    private KilledWriter() {}

    /**
     * @param args the file, and the first reading's second
     */
    public static void main(String[] args) throws IOException {
        House house = new House(Instant.ofEpochSecond(Long.parseLong(args[1])), Grid.STAR_400);
        Store store =
                Store.open(
                        StoreSettings.of(Path.of(args[0]), 1, 0),
                        house.clock,
                        SiteSettings.BELGIUM);
        Instant confirmed = null;
        while (true) {
            house.live(store, 1);
            house.reads.clear();
            Instant until = store.health().storedUntil();
            if (until != null && !until.equals(confirmed)) {
                confirmed = until;
                System.out.print(confirmed.getEpochSecond() + "\n");
                System.out.flush();
            }
        }
    }
}
