package be.bsmr.home.gridmeter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * A meter as the SunSpec Alliance describes it: model 1, who it is, and model 203, a three-phase
 * meter in whole numbers with scale factors (SunSpec Device Information Model Specification, and
 * its JSON of these models). From register 40000; energies are named from the meter's side of the
 * house: exported is what left it.
 */
record SunSpec(Serial serial) implements RegisterMap {

    private static final int BASE = 40_000;
    private static final int METER = 40_071;
    private static final int COMMON_LENGTH = 65;
    private static final int METER_LENGTH = 105;
    private static final int END = METER + METER_LENGTH;

    /** What an integer with a sign, or a scale factor, says when it is not known. */
    private static final int UNKNOWN = 0x8000;

    private static final int END_MARK = 0xFFFF;
    private static final int LARGEST = 32_767;

    @Override
    public Words words(JsonNode values) {
        Words words =
                new Words()
                        .block(BASE, END + 2 - BASE, 0)
                        .text(BASE, 2, "SunS")
                        .put(40_002, 1)
                        .put(40_003, COMMON_LENGTH)
                        .text(40_004, 16, "BSMR")
                        .text(40_020, 16, "P1")
                        .text(40_052, 16, serial.digits())
                        .put(40_068, 1)
                        .put(40_069, 203)
                        .put(40_070, METER_LENGTH)
                        .put(END, END_MARK);
        // Counters that are not kept read 0, all else says that it is not known.
        for (int address = METER; address < 40_107; address++) {
            words.put(address, UNKNOWN);
        }
        scaled(words, 40_071, 40_075, wires(values, "current_a", "current", "_a"), 2);
        List<JsonNode> volts = wires(values, "", "voltage", "_v");
        scaled(words, 40_076, 40_084, volts, 1);
        scaled(words, 40_085, 40_086, List.of(values.path("frequency_hz")), 2);
        scaled(words, 40_087, 40_091, wires(values, "power_w", "power", "_w"), 0);
        scaled(
                words,
                40_092,
                40_096,
                wires(values, "apparent_power_va", "apparent_power", "_va"),
                0);
        words.highFirst(40_107, Words.scaled(values.path("export_total_wh"), 0))
                .highFirst(40_115, Words.scaled(values.path("import_total_wh"), 0))
                .put(40_123, 0);
        return words;
    }

    /** Of all wires together, then of each. */
    private static List<JsonNode> wires(JsonNode values, String all, String one, String unit) {
        return Stream.concat(
                        Stream.of(values.path(all)),
                        Stream.of("_l1", "_l2", "_l3").map(l -> values.path(one + l + unit)))
                .toList();
    }

    /** Numbers that share one scale factor, with as many decimals as the largest of them allows. */
    private static void scaled(
            Words words, int address, int factor, List<JsonNode> numbers, int most) {
        if (numbers.stream().allMatch(JsonNode::isMissingNode)) {
            return;
        }
        double largest =
                numbers.stream().mapToDouble(n -> Math.abs(n.doubleValue())).max().orElse(0);
        int decimals = most;
        while (largest * Math.pow(10, decimals) > LARGEST) {
            decimals--;
        }
        words.put(factor, -decimals);
        for (int i = 0; i < numbers.size(); i++) {
            if (!numbers.get(i).isMissingNode()) {
                words.put(address + i, Words.scaled(numbers.get(i), decimals));
            }
        }
    }
}
