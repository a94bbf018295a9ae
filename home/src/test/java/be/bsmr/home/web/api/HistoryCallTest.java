package be.bsmr.home.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.series.Series.Resolution;
import be.bsmr.site.SiteSettings;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryCallTest {

    @Test
    void aDayIsMeantFromItsBeginningByTheMetersClock() {
        HistoryCall call = parse("from=2026-10-25&to=2026-10-26");
        assertThat(call.from()).isEqualTo(Instant.parse("2026-10-24T22:00:00Z"));
        assertThat(call.to()).as("25 hours later").isEqualTo(Instant.parse("2026-10-25T23:00:00Z"));
        assertThat(call.format()).isEqualTo(HistoryCall.Format.TABLE);
        assertThat(call.points()).isZero();
    }

    @Test
    void aTimeIsTheMetersUnlessItHasAnOffset() {
        HistoryCall call = parse("from=2026-11-26T18:00&to=2026-11-26T17:30:00Z");
        assertThat(call.from()).isEqualTo(Instant.parse("2026-11-26T17:00:00Z"));
        assertThat(call.to()).isEqualTo(Instant.parse("2026-11-26T17:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26, 2026-11-27, SECOND",
        "2026-11-01, 2026-12-01, QUARTER",
        "2026-01-01, 2027-01-01, DAY",
        "2020-01-01, 2027-01-01, MONTH"
    })
    void withoutAWishItIsAsFineAsAPictureCanShow(String from, String to, Resolution each) {
        assertThat(parse("from=" + from + "&to=" + to).each()).isEqualTo(each);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to=2026-11-27 | from is missing; ask as in /api/v1/history?from=2026-11-26&to=2026-11-27",
                "from=2026-11-27&to=2026-11-27 | from is not before to",
                "from=yesterday&to=2026-11-27 | from is a day such as 2026-11-26 or a time such as"
                        + " 2026-11-26T18:00, not 'yesterday'",
                "from=2026-11-26&to=2026-11-27&each=hour | each is second, quarter, day or month, not 'hour'",
                "from=2026-11-26&to=2026-11-27&of=gas | of is mbus, or left out, not 'gas'",
                "from=2026-11-26&to=2026-11-27&of=mbus&each=second | of=mbus goes with each=day or each=month",
                "from=2026-11-26&to=2026-11-27&points=6000 | points are 1 to 5000",
                "from=2026-11-26&to=2026-11-27&points=0 | points are 1 to 5000",
                "from=2026-11-26&to=2026-11-27&each=day&points=10 | points are for each=second only",
                "from=2026-11-01&to=2026-11-27&each=second | seconds of 8 days at most; bsmr export"
                        + " writes those of any period",
                "from=2026-11-26&to=2026-11-27&format=pdf | format is table, json, csv, csv-be or xlsx, not 'pdf'",
                "from=2026-11-26&to=2026-11-27&till=1 | there is no parameter 'till'; of, from, to, each,"
                        + " points, limit and format there are, as in /api/v1/history?from=2026-11-26&to=2026-11-27"
            })
    void saysWhatToWriteInstead(String query, String words) {
        assertThatThrownBy(() -> parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    private static HistoryCall parse(String query) {
        Map<String, Deque<String>> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], new ArrayDeque<>(List.of(sides[1])));
        }
        return HistoryCall.parse(values, HistoryCall.Format.TABLE, SiteSettings.BELGIUM);
    }
}
