package be.bsmr.home;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Other people's programs that tests speak with, installed ones, or those that `bsmr test`
 * unpacked; and our own in a process of its own.
 */
public final class Programs {

    /** Where those that tests start say what nobody asks for. */
    public static final Redirect LOG = Redirect.appendTo(new File("target/programs.log"));

    private Programs() {}

    /**
     * Our own code in a process of its own, which a test can kill.
     *
     * @param flags of the Java machine
     */
    public static ProcessBuilder java(List<String> flags, Class<?> main, String... arguments) {
        // Surefire hides the class path in a jar; a process may work in another folder.
        String classes =
                Stream.of(
                                System.getProperty(
                                                "surefire.test.class.path",
                                                System.getProperty("java.class.path"))
                                        .split(File.pathSeparator, -1))
                        .filter(
                                entry ->
                                        !entry.contains(
                                                "pi4j-plugin-mock")) // the program knows none
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(flags);
        command.addAll(List.of("-cp", classes, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /**
     * @throws AssertionError when it is missing
     */
    public static Path path(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)),
                        Stream.of(
                                "/usr/sbin", "../target/tools/usr/sbin", "../target/tools/usr/bin"))
                .map(directory -> Path.of(directory, name).toAbsolutePath().normalize())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing: ./bsmr test brings it"));
    }
}
