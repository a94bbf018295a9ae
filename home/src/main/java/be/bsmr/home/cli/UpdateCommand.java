package be.bsmr.home.cli;

import be.bsmr.home.json.Fields;
import be.bsmr.home.words.Texts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether there is a newer release. The program never asks by itself. */
@Command(
        name = "update",
        description = {
            "Ask whether there is a newer release, what is new in it and where to get it.",
            "One question to one address, now; BSMR never asks by itself, and installs nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr update --check",
            "  bsmr update --check --format json",
            "  bsmr update --check --from https://example.org/bsmr/release.json"
        })
final class UpdateCommand implements Callable<Integer> {

    @Option(names = "--check", description = "ask; nothing is installed")
    private boolean check;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "a release.json elsewhere (default: where this release came from)")
    private @Nullable URI from;

    @Mixin private LanguageOption language = new LanguageOption();

    @Mixin private FormatOption format = new FormatOption();

    @Override
    public Integer call() throws Fault {
        if (!check) {
            throw Fault.usage("update installs nothing; bsmr update --check asks what is new");
        }
        NewestRelease newest = NewestRelease.at(address());
        String here = Main.Version.number();
        if (format.isJson()) {
            System.out.println(
                    Fields.object()
                            .put("here", here)
                            .put("newest", newest.version())
                            .put("date", newest.date().toString())
                            .put("is_newer", newest.isNewerThan(here))
                            .put("page", newest.page())
                            .put("notes", newest.notes()));
            return Exit.OK;
        }
        Texts texts = new Texts(language.language(), ZoneOffset.UTC);
        String key = newest.isNewerThan(here) ? "update.newer" : "update.none";
        System.out.println(
                texts.text(
                        key,
                        Map.of(
                                "here",
                                here,
                                "newest",
                                newest.version(),
                                "date",
                                newest.date().toString())));
        if (newest.isNewerThan(here)) {
            System.out.println();
            System.out.println(newest.notes());
            if (!newest.page().isEmpty()) {
                System.out.println();
                System.out.println(texts.text("update.get", Map.of("page", newest.page())));
            }
        }
        return Exit.OK;
    }

    private URI address() throws Fault {
        if (from != null) {
            if (from.getHost() == null || !String.valueOf(from.getScheme()).matches("https?")) {
                throw Fault.usage("--from " + from + " is no address; one begins with https://");
            }
            return from;
        }
        return builtIn()
                .orElseThrow(
                        () ->
                                Fault.usage(
                                        "this BSMR was built from its sources and knows no address"
                                                + " of releases: git pull, or name one with --from"));
    }

    /** What {@code bench/release} wrote into the jar. */
    private static Optional<URI> builtIn() throws Fault {
        Path jar =
                Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest().getMainAttributes().getValue("Releases"))
                    .filter(address -> !address.isBlank())
                    .map(URI::create);
        } catch (IOException e) {
            throw Fault.unavailable(jar.toString(), e);
        }
    }
}
