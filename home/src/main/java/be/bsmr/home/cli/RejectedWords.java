package be.bsmr.home.cli;

import be.bsmr.p1.Rejected;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Why telegrams were rejected, in words behind their number. */
final class RejectedWords {

    private RejectedWords() {}

    /**
     * What was rejected and why, such as {@code : 1 with a wrong checksum, 4 cut off}.
     *
     * @param causes how many by each cause's label
     */
    static String of(Map<String, Long> causes) {
        return causes.isEmpty()
                ? ""
                : causes.entrySet().stream()
                        .map(e -> e.getValue() + " " + words(e.getKey()))
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    private static String words(String label) {
        return Arrays.stream(Rejected.Cause.values())
                .filter(cause -> cause.label().equals(label))
                .findFirst()
                .map(RejectedWords::words)
                .orElse(label.toLowerCase(Locale.ROOT));
    }

    private static String words(Rejected.Cause cause) {
        return switch (cause) {
            case CRC -> "with a wrong checksum";
            case LINE_ENDS -> "whose line ends were changed";
            case CUT -> "cut off";
            case OVERSIZED -> "without an end";
            case EMPTY -> "without a line that can be read";
        };
    }
}
