package be.bsmr.home.cli;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.Backup;
import be.bsmr.home.words.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies the database. */
@Command(
        name = "backup",
        description = {
            "Copy the database to one file, whole and checked, also while bsmr run writes it.",
            "Put it on another disk than the database's."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr backup /media/usb/bsmr-2026-01.db",
            "  bsmr restore /media/usb/bsmr-2026-01.db --dry-run"
        })
final class BackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the copy; it must not be there yet")
    private Path target = Path.of("");

    @Mixin private StoredMeter house = new StoredMeter();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        HomeConfig config = house.config();
        Path database = StoredMeter.database(config);
        Texts texts = new Texts(language.language(), config.site().zone());
        try {
            Backup made = Backup.of(database, target);
            System.out.println(
                    texts.text(
                            "backup.copied",
                            Map.of(
                                    "database", database,
                                    "file", made.file(),
                                    "mb", texts.number(Files.size(made.file()) / 1e6, 1),
                                    "content", RestoreCommand.content(made, texts))));
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
        return Exit.OK;
    }
}
