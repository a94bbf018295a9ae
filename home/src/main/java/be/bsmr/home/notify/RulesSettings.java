package be.bsmr.home.notify;

/**
 * How people are told of each thing, a key for each {@link Rule}.
 *
 * @param quarter see {@link Rule#QUARTER}
 * @param monthPeak see {@link Rule#MONTH_PEAK}
 * @param load see {@link Rule#LOAD}
 * @param meter see {@link Rule#METER}
 * @param disk see {@link Rule#DISK}
 * @param backup see {@link Rule#BACKUP}
 * @param month see {@link Rule#MONTH}
 * @param year see {@link Rule#YEAR}
 */
public record RulesSettings(
        RuleSettings quarter,
        RuleSettings monthPeak,
        RuleSettings load,
        RuleSettings meter,
        RuleSettings disk,
        RuleSettings backup,
        RuleSettings month,
        RuleSettings year) {

    static final RulesSettings DEFAULT =
            new RulesSettings(
                    Rule.QUARTER.usual(),
                    Rule.MONTH_PEAK.usual(),
                    Rule.LOAD.usual(),
                    Rule.METER.usual(),
                    Rule.DISK.usual(),
                    Rule.BACKUP.usual(),
                    Rule.MONTH.usual(),
                    Rule.YEAR.usual());

    RuleSettings of(Rule rule) {
        return switch (rule) {
            case QUARTER -> quarter;
            case MONTH_PEAK -> monthPeak;
            case LOAD -> load;
            case METER -> meter;
            case DISK -> disk;
            case BACKUP -> backup;
            case MONTH -> month;
            case YEAR -> year;
        };
    }
}
