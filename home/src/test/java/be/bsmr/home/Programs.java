package be.bsmr.home;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Other people's programs that tests speak with: installed ones, or those that `bsmr test`
 * unpacked.
 */
public final class Programs {

    /** Where those that tests start say what nobody asks for. */
    public static final Redirect LOG = Redirect.appendTo(new File("target/programs.log"));

    private Programs() {}

    /**
     * @throws AssertionError when it is missing
     */
    public static Path path(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)),
                        Stream.of("/usr/sbin", "../target/tools/usr/sbin"))
                .map(directory -> Path.of(directory, name).toAbsolutePath().normalize())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing: ./bsmr test brings it"));
    }
}
