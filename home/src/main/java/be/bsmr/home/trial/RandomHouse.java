package be.bsmr.home.trial;

import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A plausible Belgian household drawn from a seed, so that nobody tunes on the same five: how it is
 * connected, what it has that can be controlled, its panels, the time of the year. Same seed, same
 * house.
 *
 * @param config its loads, with their physics
 * @param panelWatts of its roof at most; 0 = none
 * @param date on which it is first seen
 */
public record RandomHouse(ScenarioConfig config, int panelWatts, LocalDate date) {

    private static final int MOST_LOADS = 6;
    private static final int DAY = 86_400;
    private static final LocalDate YEAR = LocalDate.of(2025, 1, 1);

    /** Draws a house. */
    public static RandomHouse of(long seed) {
        // The first numbers of neighbouring seeds are alike.
        Random chance = new Random(seed * 0x9E3779B97F4A7C15L + 16);
        int kind = chance.nextInt(20);
        Grid grid = kind < 10 ? Grid.SINGLE_PHASE : kind < 17 ? Grid.STAR_400 : Grid.DELTA_230;
        int fuse =
                switch (grid) {
                    case SINGLE_PHASE -> pick(chance, 40, 50, 63);
                    case STAR_400 -> pick(chance, 20, 25, 32);
                    default -> pick(chance, 32, 40, 50);
                };
        boolean panels = chance.nextInt(2) == 0;
        int panelWatts = panels ? 1500 + 500 * chance.nextInt(9) : 0;
        List<LoadSettings> loads = new ArrayList<>();
        boolean pump = chance.nextInt(5) < 2;
        boolean car = chance.nextInt(5) < 3;
        boolean battery = chance.nextInt(5) < (panels ? 3 : 1);
        if (chance.nextInt(5) < 3) {
            loads.add(boiler(chance, grid));
        }
        if (pump) {
            loads.add(heatPump(chance, grid));
        }
        if (car) {
            loads.add(car("car", chance, grid, grid != Grid.SINGLE_PHASE && chance.nextBoolean()));
            if (chance.nextInt(4) == 0) {
                loads.add(car("second-car", chance, grid, false));
            }
        }
        if (battery) {
            loads.add(battery(chance, grid));
        }
        if (chance.nextInt(5) < 2) {
            loads.add(machine("dryer", chance, grid, pick(chance, 800, 1800, 2500), 90));
        }
        if (loads.size() < MOST_LOADS && chance.nextInt(5) < 2) {
            loads.add(machine("washer", chance, grid, 2000, 60));
        }
        if (loads.isEmpty()) {
            loads.add(boiler(chance, grid));
        }
        LocalDate date = YEAR.plusDays(chance.nextInt(YEAR.lengthOfYear()));
        ScenarioConfig config =
                new ScenarioConfig(seed, grid.label(), fuse, List.of(0.4, 0.35, 0.25), loads);
        return new RandomHouse(config, panelWatts, date);
    }

    /**
     * What nobody controls, second by second.
     *
     * @param start of day, local
     */
    public void live(int days, LocalTime start, ZoneId zone, Consumer<MeterRead> meter) {
        Instant first = date.atTime(start).atZone(zone).toInstant();
        Household house = new Household(config.seed(), first.minusSeconds(1), zone, Grid.STAR_400);
        house.allowBoiler(false);
        house.panels(panelWatts);
        // Of the second before, when it had its usual roof.
        Object unused = house.next();
        for (int s = 0; s <= days * DAY; s++) {
            Reading reading = house.next();
            meter.accept(new MeterRead(reading, first.plusSeconds(s), LinkHealth.INITIAL));
        }
    }

    private static int pick(Random chance, int... from) {
        return from[chance.nextInt(from.length)];
    }

    /** Between two wires on 3×230 V, else on one. */
    private static List<Integer> someWire(Random chance, Grid grid) {
        int wire = 1 + chance.nextInt(3);
        return switch (grid) {
            case SINGLE_PHASE -> List.of(1);
            case STAR_400 -> List.of(wire);
            default -> wire == 3 ? List.of(1, 3) : List.of(wire, wire + 1);
        };
    }

    private static LoadSettings boiler(Random chance, Grid grid) {
        int litres = pick(chance, 80, 100, 150, 200, 300);
        double perDay = 40 + 25 * chance.nextInt(6);
        return load(
                "boiler",
                Map.of(
                        "priority",
                        2 + chance.nextInt(4),
                        "power_w",
                        pick(chance, 1500, 2000, 2400, 2800),
                        "wires",
                        someWire(chance, grid),
                        "longest_shed_min",
                        pick(chance, 60, 120, 240),
                        "simulated",
                        behaves(
                                "boiler",
                                Map.of("litres", litres, "litres_per_day", perDay),
                                chance)));
    }

    private static LoadSettings heatPump(Random chance, Grid grid) {
        int watts = pick(chance, 1200, 1800, 2500, 3200);
        // Built so that it suffices at -8 °C: 28 K to the rooms.
        double loss = watts * 3.5 / 28 * (0.6 + 0.3 * chance.nextDouble());
        boolean threeWires = grid != Grid.SINGLE_PHASE && watts > 2000;
        return load(
                "heat-pump",
                Map.of(
                        "priority",
                        5 + chance.nextInt(4),
                        "power_w",
                        watts,
                        "wires",
                        threeWires ? List.of(1, 2, 3) : someWire(chance, grid),
                        "min_shed_s",
                        600,
                        "min_on_s",
                        900,
                        "longest_shed_min",
                        pick(chance, 60, 90, 120, 180),
                        "switches_per_day",
                        pick(chance, 0, 6, 8, 12),
                        "simulated",
                        behaves(
                                "heat_pump",
                                Map.of(
                                        "loss_watts_per_k",
                                        loss,
                                        "heat_kwh_per_k",
                                        5 + 12 * chance.nextDouble()),
                                chance)));
    }

    private static LoadSettings car(String id, Random chance, Grid grid, boolean threeWires) {
        int kwh = 4 + chance.nextInt(12);
        LocalTime arrives = LocalTime.of(16, 30).plusMinutes(15L * chance.nextInt(15));
        LocalTime leaves = LocalTime.of(6, 30).plusMinutes(15L * chance.nextInt(11));
        int most = threeWires || grid == Grid.STAR_400 ? 16 : pick(chance, 16, 20, 32);
        List<Integer> wires = threeWires ? List.of(1, 2, 3) : someWire(chance, grid);
        Map<String, Object> modulating =
                new HashMap<>(Map.of("unit", "ampere", "min", 6, "max", most));
        if (!threeWires) {
            modulating.put("watts_per_unit", 230.0);
        } else if (grid == Grid.DELTA_230) {
            // Three wires carry √3 times one circuit.
            modulating.put("watts_per_unit", 398.0);
        }
        LocalTime from = arrives.plusMinutes(30);
        LocalTime to = leaves.minusMinutes(30);
        return load(
                id,
                Map.of(
                        "priority",
                        1 + chance.nextInt(4),
                        "wires",
                        wires,
                        "due",
                        Map.of("kwh", Math.rint(1.6 * kwh), "time", from + "-" + to),
                        "modulating",
                        modulating,
                        "simulated",
                        behaves(
                                "car",
                                Map.of(
                                        "arrives",
                                        arrives.toString(),
                                        "leaves",
                                        leaves.toString(),
                                        "kwh",
                                        (double) kwh),
                                chance)));
    }

    private static LoadSettings battery(Random chance, Grid grid) {
        int watts = pick(chance, 2000, 3000, 5000);
        double kwh = pick(chance, 5, 7, 10, 13);
        return load(
                "battery",
                Map.of(
                        "wires",
                        someWire(chance, grid),
                        "modulating",
                        Map.of("unit", "watt", "min", -watts, "max", watts, "step", 50),
                        "simulated",
                        behaves("battery", Map.of("kwh", kwh), chance)));
    }

    private static LoadSettings machine(
            String id, Random chance, Grid grid, int watts, int programMin) {
        int within = programMin + 60 + 30 * chance.nextInt(6);
        return load(
                id,
                Map.of(
                        "priority",
                        3 + chance.nextInt(5),
                        "power_w",
                        watts,
                        "wires",
                        someWire(chance, grid),
                        "longest_shed_min",
                        pick(chance, 45, 60, 90),
                        "simulated",
                        behaves(
                                "dryer",
                                Map.of(
                                        "program_min",
                                        programMin,
                                        "within_min",
                                        within,
                                        "per_week",
                                        2.0 + chance.nextInt(5)),
                                chance)));
    }

    private static Map<String, Object> behaves(
            String kind, Map<String, Object> keys, Random chance) {
        double failing = chance.nextInt(4) == 0 ? 0.02 : 0;
        boolean metered = kind.equals("battery") || chance.nextBoolean();
        return Map.of(
                kind,
                keys,
                "delay_s",
                1 + chance.nextInt(8),
                "failing",
                failing,
                "metered",
                metered);
    }

    private static LoadSettings load(String id, Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>(keys);
        all.put("id", id);
        all.put("name", id);
        return ConfigFile.with(LoadSettings.DEFAULT, all);
    }
}
