package be.bsmr.home.cli;

import be.bsmr.home.source.LineEnds;
import java.io.InputStream;
import picocli.CommandLine.Option;

/** For commands that read files of telegrams. */
final class LineEndsOption {

    @Option(
            names = "--line-ends",
            paramLabel = "keep|fix",
            description =
                    "fix: put back the carriage returns that an editor or a reader took out of the ends"
                            + " of lines (default: keep)")
    private LineEnds lineEnds = LineEnds.keep;

    LineEnds wish() {
        return lineEnds;
    }

    InputStream of(InputStream in) {
        return lineEnds.of(in);
    }

    /** To be put behind a message; empty unless telegrams were rejected for their line ends. */
    static String advice(boolean changed) {
        return changed
                ? "; something took the CR out of the CR LF at the ends of lines,"
                        + " --line-ends fix reads them"
                : "";
    }
}
