package be.bsmr.home.relay;

import be.bsmr.control.Command;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Marstek Venus (Device Open API, Rev 3.1). What it is to take or give it is told as its mode
 * <em>Passive</em>, with a countdown that ends a little after the quarter-hour: when BSMR is not
 * there any more, the battery goes its own way again. At 0 W it is given back to its mode
 * <em>Auto</em>.
 *
 * <p>Owners have seen it say yes to Passive and do nothing, and leave Passive before its time. So
 * at each look the mode is asked as long as it should be Passive, and what does not hold is told
 * again.
 */
public final class MarstekBattery implements Actuator {

    /** The countdown goes on so long after the quarter: there is time to tell it anew. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** So often one that says Passive, and neither takes nor gives, is told the same again. */
    private static final int MOST_REMINDERS = 5;

    /** What does nothing draws or gives less than this share of what it was told. */
    private static final double NOTHING = 0.25;

    /** Percent; its depth of discharge is 88 % unless its owner has set less. */
    private static final double LEAST_CHARGE = 12;

    /** The share of what its cells hold that reaches the house, at the least. */
    private static final double COMES_OUT = 0.9;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final MarstekLine line;
    private @Nullable Command told;
    private @Nullable Command heard;
    private long heardAt;
    private Instant lastsUntil = Instant.MIN;
    private int reminders;
    private boolean answered;

    public MarstekBattery(MarstekSettings settings) {
        line = new MarstekLine(settings);
    }

    @Override
    public void order(Command command) throws IOException {
        reminders = 0;
        tell(command);
    }

    private void tell(Command command) throws IOException {
        told = null;
        if (!command.equals(heard)) {
            heard = command;
            heardAt = System.nanoTime();
        }
        Instant now = now(command);
        Instant quarterEnds = QuarterHour.of(now).end();
        JsonNode result = line.ask("ES.SetMode", mode(command, now, quarterEnds));
        if (!result.path("set_result").asBoolean()) {
            throw new IOException(line + " does not take its mode");
        }
        told = command;
        lastsUntil = quarterEnds;
        answered = true;
    }

    /** The site's time of a command has gone on since it came. */
    private Instant now(Command command) {
        return command.at().plusNanos(System.nanoTime() - heardAt);
    }

    /** Its own sign is the other way round: above 0 it gives. */
    private static ObjectNode mode(Command command, Instant now, Instant quarterEnds) {
        ObjectNode params = MAPPER.createObjectNode().put("id", 0);
        ObjectNode config = params.putObject("config");
        if (isPassive(command)) {
            long countdown = Duration.between(now, quarterEnds.plus(GRACE)).toSeconds();
            config.put("mode", "Passive")
                    .putObject("passive_cfg")
                    .put("power", -watts(command))
                    .put("cd_time", countdown);
        } else {
            config.put("mode", "Auto").putObject("auto_cfg").put("enable", 1);
        }
        return params;
    }

    /** Shed, it is to do nothing at all; at 0 W, what it likes. */
    private static boolean isPassive(Command command) {
        return command instanceof Command.Shed || watts(command) != 0;
    }

    private static int watts(Command command) {
        return command instanceof Command.Set set ? set.value() : 0;
    }

    @Override
    public boolean isDone(Command command) throws IOException {
        return Actuator.same(told, command)
                && saysMode(isPassive(command) ? "passive" : "auto", isPassive(command) ? 3 : 0);
    }

    /** Firmware names the mode or gives its number. */
    private boolean saysMode(String name, int number) throws IOException {
        JsonNode mode = ask("ES.GetMode").path("mode");
        return mode.isTextual()
                ? mode.asText().toLowerCase(Locale.ROOT).equals(name)
                : mode.isInt() && mode.asInt() == number;
    }

    @Override
    public Sight look() throws IOException {
        JsonNode status = ask("ES.GetStatus");
        answered = true;
        Sight sight = new Sight(null, null, drawn(status), held(status));
        Command lasting = told;
        if (lasting != null && isPassive(lasting)) {
            if (!now(lasting).isBefore(lastsUntil) || !saysMode("passive", 3)) {
                remind(lasting);
            } else if (isIdle(lasting, sight) && reminders < MOST_REMINDERS) {
                reminders++;
                remind(lasting);
            }
        }
        return sight;
    }

    /** One that does not get through is due at the next look. */
    private void remind(Command command) throws IOException {
        try {
            tell(command);
        } finally {
            told = command;
        }
    }

    private static boolean isIdle(Command command, Sight sight) {
        int wanted = watts(command);
        return sight.power() != null
                && wanted * Math.signum((double) sight.power().watts()) >= 0
                && Math.abs(sight.power().watts()) < NOTHING * Math.abs(wanted);
    }

    /** What it draws at the house's wires; some firmware leaves out what its cells take. */
    private static @Nullable Power drawn(JsonNode status) {
        JsonNode given = status.path("ongrid_power");
        if (given.isNumber()) {
            return new Power(-given.asInt());
        }
        JsonNode taken = status.path("bat_power");
        return taken.isNumber() ? new Power(taken.asInt()) : null;
    }

    /** What is left above the charge that it keeps for itself. */
    private static @Nullable Energy held(JsonNode status) {
        JsonNode charge = status.path("bat_soc");
        JsonNode capacity = status.path("bat_cap");
        if (!charge.isNumber() || !capacity.isNumber()) {
            return null;
        }
        double share = Math.max(0, charge.asDouble() - LEAST_CHARGE) / 100;
        return Energy.ofWattHours(Math.round(share * capacity.asDouble() * COMES_OUT));
    }

    private JsonNode ask(String method) throws IOException {
        return line.ask(method, MAPPER.createObjectNode().put("id", 0));
    }

    @Override
    public boolean hasAnswered() {
        return answered;
    }

    @Override
    public void close() {
        line.close();
    }
}
