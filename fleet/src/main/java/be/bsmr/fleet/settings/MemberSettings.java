package be.bsmr.fleet.settings;

import be.bsmr.fleet.topics.Member;
import be.bsmr.unit.Power;
import org.jspecify.annotations.Nullable;

/**
 * A house of a community.
 *
 * @param key its pseudonym, as {@code bsmr fleet enrol} prints it
 * @param community its community's id
 * @param name what the community calls it
 * @param targetW the owner's own target, W, below which no share goes; null = none
 * @param flexibleW what it can put off or turn down, W
 */
public record MemberSettings(
        String key, String community, String name, @Nullable Integer targetW, int flexibleW) {

    static final MemberSettings NEW = new MemberSettings("?", "", "", null, 0);

    public MemberSettings {
        if (!key.equals("?") && !key.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(
                    "a member's key has 32 digits of 0 to 9 and a to f, as bsmr fleet enrol prints"
                            + " it, not '"
                            + key
                            + "'");
        }
        if (flexibleW < 0 || (targetW != null && targetW < 0)) {
            throw new IllegalArgumentException(
                    "target_w and flexible_w of member " + key + " are 0 or more");
        }
    }

    /** What the fleet knows of it. */
    public Member member() {
        return new Member(
                community,
                name.isBlank() ? key.substring(0, 8) : name,
                targetW == null ? null : new Power(targetW),
                new Power(flexibleW));
    }
}
