package be.bsmr.home.cli;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.Backup;
import be.bsmr.home.words.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the database. */
@Command(
        name = "restore",
        description = {
            "Put a backup in the place of the database, after checking it.",
            "The database of before is kept next to it under another name. bsmr run must not be running."
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

    @Mixin private StoredMeter house = new StoredMeter();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        HomeConfig config = house.config();
        Path database = config.store().file();
        Texts texts = new Texts(language.language(), config.site().zone());
        try {
            Backup backup = Backup.checked(file);
            System.out.println(
                    texts.text(
                            "restore.sound",
                            Map.of("file", file, "content", content(backup, texts))));
            if (dryRun) {
                String key = Files.exists(database) ? "restore.would_replace" : "restore.would_be";
                System.out.println(texts.text(key, Map.of("database", database)));
                return Exit.OK;
            }
            Path before = backup.restore(database, Clock.systemUTC().instant());
            System.out.println(texts.text("restore.done", Map.of("database", database)));
            if (before != null) {
                System.out.println(texts.text("restore.before", Map.of("file", before)));
            }
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
        return Exit.OK;
    }

    static String content(Backup backup, Texts texts) {
        return backup.newest() == null
                ? texts.text("backup.empty")
                : texts.text(
                        "backup.content",
                        Map.of(
                                "quarters", backup.quarters(),
                                "newest", texts.minute(backup.newest())));
    }
}
