package be.bsmr.home.web.api;

import be.bsmr.site.WhatIf.Question;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A what-if question as it is put in an address: {@code load_w=2500&for_s=5400&within_s=43200}. */
final class WhatIfCall {

    private static final String EXAMPLE = "/api/v1/whatif?load_w=2500&for_s=5400";
    private static final List<String> NAMES = List.of("load_w", "for_s", "within_s");

    private WhatIfCall() {}

    /**
     * @throws IllegalArgumentException saying what to write instead, in one line
     */
    static Question parse(Map<String, Deque<String>> values) {
        Parameters given = new Parameters(values, NAMES, EXAMPLE);
        return new Question(
                new Power(Parameters.number("load_w", given.required("load_w"))),
                Duration.ofSeconds(Parameters.number("for_s", given.required("for_s"))),
                given.text("within_s")
                        .map(text -> Parameters.number("within_s", text))
                        .map(Duration::ofSeconds)
                        .orElse(Question.USUALLY_WITHIN));
    }
}
