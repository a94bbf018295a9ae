package be.bsmr.home.cli;

import be.bsmr.home.store.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the database. */
@Command(
        name = "restore",
        description = {
            "Put a backup in the place of the database, after checking it. The database of before is kept next to",
            "it under another name. bsmr run must not be running."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr restore /media/usb/bsmr-2026-01.db --dry-run   only look",
            "  bsmr restore /media/usb/bsmr-2026-01.db"
        })
final class RestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "what bsmr backup made")
    private Path file = Path.of("");

    @Option(
            names = "--dry-run",
            description = "check it and say what would be done; change nothing")
    private boolean dryRun;

    @Mixin private StoredHouse house = new StoredHouse();

    @Override
    public Integer call() throws Fault {
        Path database = house.config().store().file();
        try {
            Backup backup = Backup.checked(file);
            System.out.println(file + " is sound: " + content(backup));
            if (dryRun) {
                System.out.println(
                        Files.exists(database)
                                ? "it would take the place of "
                                        + database
                                        + ", which would be kept under another name"
                                : "it would become " + database);
                return Exit.OK;
            }
            Path before = backup.restore(database, Clock.systemUTC().instant());
            System.out.println("it is now " + database);
            if (before != null) {
                System.out.println("the database of before is " + before);
            }
        } catch (IOException e) {
            throw Fault.unavailable(String.valueOf(e.getMessage()));
        }
        return Exit.OK;
    }

    static String content(Backup backup) {
        return backup.quarters()
                + " quarter-hours"
                + (backup.newest() == null ? "" : ", the last from " + backup.newest());
    }
}
