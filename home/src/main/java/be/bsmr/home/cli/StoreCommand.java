package be.bsmr.home.cli;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.store.StoreInfo;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the database. */
@Command(
        name = "store",
        description = "Look after the database.",
        subcommands = StoreCommand.Info.class,
        footerHeading = "%nExamples:%n",
        footer = {"  bsmr store info"})
final class StoreCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what: store info");
    }

    /** What it holds. */
    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = {
                "Say what the database holds, how fast it grows, how many years the disk will do, and whether it is sound: the whole file is checked."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bsmr store info", "  bsmr store info --demo --format json"})
    static final class Info implements Callable<Integer> {

        @Mixin private StoredMeter house = new StoredMeter();

        @Mixin private FormatOption format = new FormatOption();

        @Mixin private LanguageOption language = new LanguageOption();

        @Override
        public Integer call() throws Fault {
            HomeConfig config = house.config();
            StoreInfo info;
            try (History history = StoredMeter.open(config)) {
                info = history.info();
            }
            System.out.println(
                    format.isJson() ? json(config.store().file(), info) : text(config, info));
            return info.integrity().equals("ok") ? Exit.OK : Exit.FAILED;
        }

        private static ObjectNode json(Path file, StoreInfo info) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("file", file.toString());
            node.put("bytes", info.bytes());
            node.put("seconds", info.seconds());
            node.put("quarters", info.quarters());
            node.put("bytes_per_day", info.bytesPerDay());
            node.put("oldest", text(info.oldest()));
            node.put("newest", text(info.newest()));
            node.put("integrity", info.integrity());
            node.put("bytes_free", info.bytesFree());
            Double years = info.yearsLeft();
            node.put("years_left", years == null ? null : (Double) (Math.rint(years * 10) / 10));
            return node;
        }

        private static @Nullable String text(@Nullable Instant at) {
            return at == null ? null : at.toString();
        }

        private String text(HomeConfig config, StoreInfo info) {
            Texts texts = new Texts(language.language(), config.site().zone());
            Map<String, Object> said = new HashMap<>();
            said.put("file", config.store().file());
            said.put("seconds", BigDecimal.valueOf(info.seconds()));
            said.put("quarters", BigDecimal.valueOf(info.quarters()));
            said.put("size", texts.number(info.bytes() / 1e6, 1));
            said.put("integrity", info.integrity());
            List<String> lines = new ArrayList<>(List.of("store.holds", "store.size"));
            if (info.oldest() != null && info.newest() != null) {
                said.put("oldest", info.oldest());
                said.put("newest", info.newest());
                lines.add("store.span");
            }
            if (info.bytesPerDay() != null) {
                said.put("per_day", texts.number(info.bytesPerDay() / 1e6, 2));
                lines.add("store.growth");
            }
            if (info.yearsLeft() != null) {
                said.put("years", texts.number(Math.min(info.yearsLeft(), 1000), 0));
                lines.add("store.room");
            } else if (info.bytesFree() == null) {
                lines.add("store.room_unknown");
            }
            lines.add(info.integrity().equals("ok") ? "store.sound" : "store.damaged");
            return lines.stream()
                    .map(key -> texts.text(key, said))
                    .collect(Collectors.joining("\n"));
        }
    }
}
