package be.bsmr.home.cli;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.WebSettings;
import be.bsmr.home.words.Texts;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which programs may come in. */
@Command(
        name = "token",
        description = {
            "Make a token with which a program may ask the dashboard, or take it away.",
            "One of the scope panel is for a display on the wall: its whole address is printed.",
            "It is printed once, alone on standard output; only a hash is kept, beside the database."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr token prometheus                  may read",
            "  bsmr token home-assistant --scope control",
            "  bsmr token hall --scope panel          a display on the wall, see docs/panel.md",
            "  bsmr token --list",
            "  bsmr token prometheus --remove"
        })
final class TokenCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "what the program is called; one of that name gets a new token")
    private @Nullable String name;

    @Option(
            names = "--scope",
            paramLabel = "panel|read|control",
            description = "sees /panel only, sees all, or sees and controls (default: read)")
    private Scope scope = Scope.READ;

    @Option(names = "--remove", description = "its token lets nobody in any more")
    private boolean remove;

    @Option(names = "--list", description = "say which there are, not what they are")
    private boolean list;

    @Mixin private StoredMeter house = new StoredMeter();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        HomeConfig config = house.config();
        Texts texts = new Texts(language.language(), config.site().zone());
        HouseUsers known = HouseUsers.of(config);
        if (list) {
            list(known.users(), texts);
        } else if (name == null) {
            throw Fault.usage("NAME is missing; bsmr token --list says which there are");
        } else if (remove) {
            remove(known, name, texts);
        } else {
            make(known, name, config.sinks().web(), texts);
        }
        return Exit.OK;
    }

    private static void list(UsersFile users, Texts texts) {
        if (users.tokens().isEmpty()) {
            System.out.println(texts.text("token.none"));
        }
        for (UsersFile.Token one : users.tokens()) {
            System.out.println(
                    texts.text(
                            "token.line",
                            Map.of(
                                    "name", one.name(),
                                    "scope", one.scope(),
                                    "since", one.since())));
        }
    }

    private static void remove(HouseUsers known, String name, Texts texts) throws Fault {
        if (known.users().token(name).isEmpty()) {
            throw Fault.failed("there is no token " + name + " in " + known.file());
        }
        known.replace(known.users().withoutToken(name));
        System.out.println(texts.text("token.removed", Map.of("name", name)));
    }

    private void make(HouseUsers known, String name, WebSettings web, Texts texts) throws Fault {
        String secret = UsersFile.newToken();
        try {
            known.replace(
                    known.users().withToken(name, scope, secret, Clock.systemUTC().instant()));
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
        // Apart, so that a script that takes the token takes nothing else.
        System.err.println(texts.text(words(), Map.of("name", name)));
        if (scope == Scope.PANEL && web.isForThisMachine()) {
            System.err.println(texts.text("token.panel_here", Map.of("bind", web.bind())));
        }
        System.out.println(scope == Scope.PANEL ? web.address() + "panel#" + secret : secret);
    }

    private String words() {
        return switch (scope) {
            case PANEL -> "token.panel";
            case READ -> "token.read";
            case CONTROL -> "token.control";
        };
    }
}
