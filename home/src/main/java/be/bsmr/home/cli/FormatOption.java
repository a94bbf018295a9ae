package be.bsmr.home.cli;

import picocli.CommandLine.Option;

/** For commands that speak to people or to programs; {@link OptionWords} has what each says. */
final class FormatOption {

    private enum Format {
        text,
        json
    }

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "plain words, or one JSON object (default: text)")
    private Format format = Format.text;

    boolean isJson() {
        return format == Format.json;
    }
}
