package be.bsmr.home.messages;

import be.bsmr.home.json.Fields;
import be.bsmr.meter.Breaker;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.PowerFailure;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.meter.SupplyQuality;
import be.bsmr.meter.SupplyQuality.PhaseCounts;
import be.bsmr.p1.Checksum;
import be.bsmr.p1.Rejected;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns one telegram into JSON, all that it says and nothing that is worked out from others. Absent
 * values and empty lists are left out; times are ISO 8601 with the offset of the meter's zone.
 */
public final class TelegramJson {

    private final ZoneId zone;
    private final Fields fields;

    /**
     * @param zone the meter's
     */
    public TelegramJson(ZoneId zone) {
        this.zone = zone;
        fields = new Fields(zone);
    }

    /** A telegram that could be read. */
    public ObjectNode telegram(Reading r, Checksum checksum) {
        ObjectNode node = Fields.object();
        fields.putTime(node, "meter_time", r.measuredAt());
        Fields.put(node, "header", r.identity().header());
        Fields.put(node, "version", r.identity().version());
        Fields.put(node, "equipment_id", r.identity().meter());
        Fields.put(node, "ean", r.identity().ean());
        MeterValues.ENERGIES.put(node, r, fields);
        if (r.activeTariff() != null) {
            node.put("tariff", r.activeTariff());
        }
        Fields.put(node, "import_power_w", r.importPower());
        Fields.put(node, "export_power_w", r.exportPower());
        putDemand(node, "", r.demand());
        putDemand(node, "export_", r.exportDemand());
        MeterValues.PHASES.put(node, r, fields);
        Fields.put(node, "grid", r.grid().map(Grid::label).orElse(null));
        if (!r.mbus().isEmpty()) {
            ArrayNode mbus = node.putArray("mbus");
            r.mbus().forEach(m -> mbus.add(mbus(m)));
        }
        putSupply(node, r.supply());
        putQuality(node, r.supply().quality());
        for (Further.Measured m : r.further().measured()) {
            node.put(m.item().label(), Fields.plain(m.value()));
        }
        r.further().told().forEach(t -> node.put(t.what().label(), t.text()));
        putLines(node, "unknown", r.unknown());
        putLines(node, "unreadable", r.unreadable());
        node.put("crc", checksum.label());
        return node;
    }

    /**
     * A telegram that could not be trusted.
     *
     * @param offset of its first byte in the stream
     */
    public ObjectNode rejected(Rejected.Cause cause, long offset) {
        return Fields.object().put("rejected", cause.label()).put("offset", offset);
    }

    /** The month that a captured peak belongs to: that of the instant before the capture. */
    private YearMonth month(HistoricPeak peak) {
        return YearMonth.from(peak.capturedAt().minusNanos(1).atZone(zone));
    }

    /**
     * @param direction in front of each key
     */
    private void putDemand(ObjectNode node, String direction, DemandReading demand) {
        Fields.put(node, direction + "demand_w", demand.running());
        MeterPeak monthPeak = demand.monthPeak();
        if (monthPeak != null) {
            ObjectNode peak = node.putObject(direction + "month_peak");
            putPeak(peak, monthPeak.quarterEnd(), monthPeak.demand());
        }
        if (demand.history().isEmpty()) {
            return;
        }
        ArrayNode peaks = node.putArray(direction + "peaks");
        for (HistoricPeak p : demand.history()) {
            ObjectNode peak = peaks.addObject().put("month", month(p).toString());
            putPeak(peak, p.quarterEnd(), p.demand());
        }
    }

    private void putPeak(ObjectNode peak, @Nullable Instant quarterEnd, Power demand) {
        fields.putTime(peak, "time", quarterEnd);
        Fields.put(peak, "demand_w", demand);
    }

    private ObjectNode mbus(MBusReading m) {
        ObjectNode node = MeterValues.MBUS.json(m, fields);
        Fields.put(node, "ean", m.ean());
        if (m.valve() != null) {
            node.put("valve", state(m.valve()));
        }
        return node;
    }

    private void putSupply(ObjectNode node, Supply supply) {
        if (supply.breaker() != null) {
            node.put("breaker", state(supply.breaker()));
        }
        if (!supply.relays().isEmpty()) {
            ObjectNode relays = node.putObject("relays");
            supply.relays().forEach((n, s) -> relays.put(n.toString(), state(s)));
        }
        Fields.put(node, "limiter_w", supply.limiter());
        fields.putValue(node, "fuse_a", supply.fuse());
        Fields.put(node, "message", emptyAsNull(supply.message()));
        Fields.put(node, "message_code", emptyAsNull(supply.messageCode()));
    }

    private void putQuality(ObjectNode node, SupplyQuality quality) {
        put(node, "power_failures", quality.failures());
        put(node, "long_power_failures", quality.longFailures());
        if (!quality.failureLog().isEmpty()) {
            ArrayNode log = node.putArray("failure_log");
            for (PowerFailure f : quality.failureLog()) {
                ObjectNode failure = log.addObject();
                fields.putTime(failure, "end", f.endedAt());
                failure.put("seconds", f.length().toSeconds());
            }
        }
        putByPhase(node, "voltage_sags", quality.sags());
        putByPhase(node, "voltage_swells", quality.swells());
    }

    private static void putByPhase(ObjectNode node, String key, PhaseCounts counts) {
        put(node, key + "_l1", counts.l1());
        put(node, key + "_l2", counts.l2());
        put(node, key + "_l3", counts.l3());
    }

    private static void put(ObjectNode node, String key, @Nullable Integer count) {
        if (count != null) {
            node.put(key, count);
        }
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String state(Breaker breaker) {
        return breaker == Breaker.READY_FOR_RECONNECTION ? "ready" : Fields.lower(breaker);
    }

    private static void putLines(ObjectNode node, String key, List<String> lines) {
        if (!lines.isEmpty()) {
            ArrayNode array = node.putArray(key);
            lines.forEach(array::add);
        }
    }
}
