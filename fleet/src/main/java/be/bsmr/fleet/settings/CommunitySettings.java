package be.bsmr.fleet.settings;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.unit.Power;
import org.jspecify.annotations.Nullable;

/**
 * A community: an apartment building behind one connection, an energy community.
 *
 * @param id small letters, digits and hyphens
 * @param name for people
 * @param targetW what all together are to stay under, W; null = nothing is shared
 */
public record CommunitySettings(String id, String name, @Nullable Integer targetW) {

    static final CommunitySettings NEW = new CommunitySettings("new", "", null);

    public CommunitySettings {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "a community's id has 1 to 40 small letters, digits and hyphens, not '"
                            + id
                            + "'");
        }
        if (targetW != null && targetW < 0) {
            throw new IllegalArgumentException(
                    "target_w of community " + id + " is 0 or more, not " + targetW);
        }
    }

    /** What it has agreed on. */
    public Agreement agreement() {
        return new Agreement(
                name.isBlank() ? id : name, targetW == null ? null : new Power(targetW));
    }
}
