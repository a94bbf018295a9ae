package be.bsmr.home.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in one line what is wrong with a command line and what to write instead; the help, which is
 * longer than a screen, only when it is asked for.
 */
final class WrongUsage implements IParameterExceptionHandler {

    private static final Pattern NO_PAIR = Pattern.compile("(?s).*KEY=VALUE format but was (.*)");

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println("bsmr: " + said(e) + "; " + name + " --help tells all");
        return Exit.USAGE;
    }

    private static String said(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (e instanceof MissingParameterException missing) {
            return missing(missing);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is there twice; write it once";
        }
        ArgSpec argument = e.getArgSpec();
        if (argument == null) {
            return String.valueOf(e.getMessage());
        }
        if (argument.typeInfo().isMap()) {
            Matcher pair = NO_PAIR.matcher(String.valueOf(e.getMessage()));
            if (pair.matches()) {
                return name(argument)
                        + " '"
                        + pair.group(1)
                        + "' has no = in it; write "
                        + name(argument)
                        + " "
                        + argument.paramLabel();
            }
        }
        String given = name(argument) + " '" + e.getValue() + "'";
        String kind = kind(argument, e.getValue());
        if (kind != null) {
            return given + kind;
        }
        return e.getCause() instanceof TypeConversionException converter
                ? name(argument) + " " + converter.getMessage()
                : String.valueOf(e.getMessage());
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String wrong = e.getUnmatched().get(0);
        List<String> alike = e.getSuggestions();
        String instead = alike.isEmpty() ? "" : "; is " + alike.get(0) + " meant?";
        if (e.isUnknownOption()) {
            return "there is no option " + wrong + instead;
        }
        boolean choosing = !e.getCommandLine().getSubcommands().isEmpty();
        return choosing
                ? "there is no command " + wrong + instead
                : "'" + wrong + "' is one word too many; put quotes round a name with spaces";
    }

    private static String missing(MissingParameterException e) {
        return e.getMissing().stream()
                        .map(a -> a.isOption() ? name(a) + " " + a.paramLabel() : a.paramLabel())
                        .collect(Collectors.joining(" and "))
                + " is missing";
    }

    /** What a value is not, and what to write; null where a converter of ours says it better. */
    private static @Nullable String kind(ArgSpec argument, @Nullable Object value) {
        Class<?> type = argument.auxiliaryTypes()[0];
        if (argument.converters().length > 0) {
            return null;
        }
        if (type.isEnum()) {
            return " is unknown; write "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        boolean whole = type == int.class || type == long.class;
        boolean boxed = type == Integer.class || type == Long.class;
        if (whole || boxed) {
            boolean number = String.valueOf(value).matches("[+-]?\\d+");
            return number
                    ? " is too large a number"
                    : " is no whole number; write digits only, such as 10";
        }
        if (type == boolean.class || type == Boolean.class) {
            return " takes no value; write it alone";
        }
        if (Number.class.isAssignableFrom(type) || type == double.class) {
            return " is no number; write it with a point, such as 3500 or 54.2";
        }
        return null;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
