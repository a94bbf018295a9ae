package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How commands tell what went wrong: what the person at the keyboard can mend in one line. */
public final class Trouble {

    /** Columns; the examples are as wide. */
    static final int HELP_WIDTH = 100;

    private Trouble() {}

    /**
     * These commands, telling trouble in one line instead of a stack trace: wrong usage and a wrong
     * configuration end with 2, what cannot be opened with 3, what failed with 1.
     */
    public static CommandLine inOneLine(CommandLine commands) {
        return commands.setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler(
                        (e, line, parsed) -> {
                            Fault known = foreseen(e);
                            if (known != null) {
                                line.getErr().println("bsmr: " + known.getMessage());
                                return known.exitCode();
                            }
                            line.getErr().println("bsmr: failed unexpectedly; please report this:");
                            e.printStackTrace(line.getErr());
                            return Exit.FAILED;
                        });
    }

    /** What the person at the keyboard can mend; null for a fault of ours. */
    private static @Nullable Fault foreseen(Exception e) {
        if (e instanceof Fault fault) {
            return fault;
        }
        if (e instanceof ConfigException wrong) {
            return Fault.of(wrong);
        }
        if (e instanceof UncheckedIOException unchecked) {
            return Fault.unavailable(Objects.requireNonNull(unchecked.getCause()));
        }
        return e instanceof IOException io ? Fault.unavailable(io) : null;
    }
}
