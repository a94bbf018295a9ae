package be.bsmr.home.cli;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.words.Texts;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may sign in. */
@Command(
        name = "passwd",
        description = {
            "Set the password of somebody who may see the dashboard, or take it away.",
            "Only a hash is kept, beside the database. It counts at once, also while bsmr run runs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr passwd ann                        asks twice, shows nothing",
            "  bsmr passwd ben --role viewer          sees everything, switches nothing",
            "  bsmr passwd ann < password.txt         its first line",
            "  bsmr passwd ben --remove"
        })
final class PasswdCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER", description = "the name to sign in with")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "viewer|owner",
            description = "sees, or sees and controls (default: as before, else owner)")
    private @Nullable Role role;

    @Option(names = "--remove", description = "may not sign in any more")
    private boolean remove;

    @Mixin private StoredMeter house = new StoredMeter();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        HomeConfig config = house.config();
        Texts texts = new Texts(language.language(), config.site().zone());
        HouseUsers known = HouseUsers.of(config);
        return remove ? remove(known, texts) : set(known, texts);
    }

    private int remove(HouseUsers known, Texts texts) throws Fault {
        if (known.users().user(name).isEmpty()) {
            throw Fault.failed("there is no user " + name + " in " + known.file());
        }
        UsersFile others = known.users().withoutUser(name);
        known.replace(others);
        System.out.println(texts.text("passwd.removed", Map.of("name", name)));
        if (others.users().isEmpty()) {
            System.out.println(texts.text("passwd.open"));
        }
        return Exit.OK;
    }

    private int set(HouseUsers known, Texts texts) throws Fault {
        Role before = known.users().user(name).map(UsersFile.User::role).orElse(Role.OWNER);
        Role his = role == null ? before : role;
        UsersFile more;
        try {
            more = known.users().withUser(name, his, password(texts), Clock.systemUTC().instant());
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
        known.replace(more);
        Map<String, Object> said = Map.of("name", name, "file", known.file().toAbsolutePath());
        System.out.println(texts.text(his == Role.OWNER ? "passwd.owner" : "passwd.viewer", said));
        return Exit.OK;
    }

    /** The launcher asks for the console that is null where nobody types ({@code jdk.console}). */
    @SuppressWarnings("SystemConsoleNull")
    private String password(Texts texts) throws Fault {
        Console terminal = System.console();
        if (terminal == null) {
            return firstLine();
        }
        String first = asked(terminal, texts.text("passwd.ask", Map.of("name", name)));
        if (!first.equals(asked(terminal, texts.text("passwd.again")))) {
            throw Fault.usage("the two are not the same; nothing was changed");
        }
        return first;
    }

    private static String asked(Console terminal, String question) throws Fault {
        char[] typed = terminal.readPassword("%s", question);
        if (typed == null) {
            throw Fault.usage("no password was given; nothing was changed");
        }
        String password = new String(typed);
        Arrays.fill(typed, ' ');
        return password;
    }

    private static String firstLine() throws Fault {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null) {
                throw Fault.usage("no password came on standard input; nothing was changed");
            }
            return line;
        } catch (IOException e) {
            throw Fault.unavailable("standard input", e);
        }
    }
}
