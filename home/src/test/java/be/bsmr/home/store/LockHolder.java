package be.bsmr.home.store;

import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Keeps a store, does all that opens and closes files of it, and holds it until it is killed. */
final class LockHolder {

    private LockHolder() {}

    /**
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        StoreSettings settings = StoreSettings.of(file, 1, 0);
        try (Store store = Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM)) {
            History.open(file).close();
            Imports.ofRecording(file, SiteSettings.BELGIUM, false, false).close();
            Files.delete(Backup.of(file, DatabaseFiles.next(file, ".copy")).file());
            try {
                Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM).close();
            } catch (FileRefused e) {
                System.out.println("held, with nothing in " + store.history().newest());
            }
            System.in.read();
        }
    }
}
