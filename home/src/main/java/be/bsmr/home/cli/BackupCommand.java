package be.bsmr.home.cli;

import be.bsmr.home.store.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies the database. */
@Command(
        name = "backup",
        description = {
            "Copy the database to one file, whole and checked, also while bsmr run writes it. Put it on another",
            "disk than the database's."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr backup /media/usb/bsmr-2026-01.db",
            "  bsmr restore /media/usb/bsmr-2026-01.db --dry-run"
        })
final class BackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the copy; it must not be there yet")
    private Path target = Path.of("");

    @Mixin private StoredHouse house = new StoredHouse();

    @Override
    public Integer call() throws Fault {
        Path database = StoredHouse.database(house.config());
        try {
            Backup made = Backup.of(database, target);
            System.out.println(
                    "copied "
                            + database
                            + " to "
                            + made.file()
                            + ": "
                            + Files.size(made.file())
                            + " bytes, "
                            + RestoreCommand.content(made));
        } catch (IOException e) {
            throw Fault.unavailable(String.valueOf(e.getMessage()));
        }
        return Exit.OK;
    }
}
