package be.bsmr.home.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code --help} says of one command, as a page for {@code man}. */
final class ManPage {

    private static final String TITLE =
            ".TH \"%s\" 1 \"%s\" \"%s\" \"BSMR\"%n.nh%n.ad l%n.SH NAME%n%s \\- %s%n";

    private final CommandSpec command;
    private final StringBuilder text = new StringBuilder();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** Such as {@code bsmr-evaluate-control}. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /**
     * The page in the language of troff.
     *
     * @param version of the program, such as {@code bsmr 0.1.0}
     * @param date such as {@code 2026-01-01}
     */
    static String of(CommandSpec command, String version, String date) {
        return new ManPage(command).written(version, date);
    }

    private String written(String version, String date) {
        String said = plain(String.join(" ", command.usageMessage().description()));
        String name = name(command);
        text.append(TITLE.formatted(name, date, version, name, escaped(firstSentence(said))));
        section("SYNOPSIS");
        text.append(".B ").append(escaped(synopsis())).append('\n');
        section("DESCRIPTION");
        text.append(escaped(said)).append('\n');
        arguments();
        commands();
        examples();
        if (command.parent() == null) {
            section("FILES");
            term("/etc/bsmr/bsmr.yaml", "what the service bsmr does; root's commands read it, too");
            term("/var/lib/bsmr", "what the service has measured, and who may come in");
        }
        seeAlso();
        return text.toString();
    }

    private String synopsis() {
        List<String> words = new ArrayList<>(List.of(command.qualifiedName(" ")));
        if (!shown(command.options()).isEmpty()) {
            words.add("[OPTIONS]");
        }
        for (PositionalParamSpec one : shown(command.positionalParameters())) {
            String label = one.paramLabel() + (one.arity().max() > 1 ? "..." : "");
            words.add(one.required() ? label : "[" + label + "]");
        }
        if (!command.subcommands().isEmpty()) {
            words.add("COMMAND");
        }
        return String.join(" ", words);
    }

    private void arguments() {
        section("OPTIONS");
        for (PositionalParamSpec one : shown(command.positionalParameters())) {
            term(one.paramLabel(), said(one));
        }
        for (OptionSpec one : shown(command.options())) {
            String names = String.join(", ", one.names());
            boolean takes = one.arity().max() > 0;
            term(takes ? names + " " + one.paramLabel() : names, said(one));
        }
    }

    private void commands() {
        List<CommandSpec> below = below(command);
        if (below.isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandSpec one : below) {
            term(name(one) + "(1)", plain(String.join(" ", one.usageMessage().description())));
        }
    }

    private void examples() {
        String[] lines = command.usageMessage().footer();
        if (lines.length == 0) {
            return;
        }
        section("EXAMPLES");
        text.append(".nf\n");
        for (String line : lines) {
            text.append(escaped(plain(line))).append('\n');
        }
        text.append(".fi\n");
    }

    private void seeAlso() {
        CommandSpec parent = command.parent();
        section("SEE ALSO");
        text.append(
                parent == null
                        ? "/usr/share/doc/bsmr/docs/guide.md, in Dutch, French, German and English\n"
                        : ".BR " + escaped(name(parent)) + " (1)\n");
    }

    /** The commands below one that people are shown. */
    static List<CommandSpec> below(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(sub -> sub.getCommandSpec())
                .filter(sub -> !sub.usageMessage().hidden())
                .toList();
    }

    private static <T extends ArgSpec> List<T> shown(List<T> arguments) {
        return arguments.stream().filter(one -> !one.hidden()).toList();
    }

    private static String said(ArgSpec one) {
        return plain(String.join(" ", one.description()));
    }

    private void section(String title) {
        text.append(".SH ").append(title).append('\n');
    }

    private void term(String what, String said) {
        text.append(".TP\n.B ").append(escaped(what)).append('\n');
        text.append(escaped(said)).append('\n');
    }

    private static String firstSentence(String said) {
        int end = said.indexOf(". ");
        return (end < 0 ? said : said.substring(0, end)).replaceFirst("[.:]$", "");
    }

    /** Without picocli's marks of format and colour. */
    private static String plain(String marked) {
        return Ansi.OFF.string(marked.replace("%n", " ").replace("%%", "%"));
    }

    /** So that troff reads it as text: its own sign, and a line that begins as an order does. */
    private static String escaped(String plain) {
        return plain.lines()
                .map(line -> line.replace("\\", "\\e").replace("-", "\\-"))
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
