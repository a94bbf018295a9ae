package be.bsmr.fleet.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Communities, and the houses that are in one. */
public record CommunitiesSettings(
        List<CommunitySettings> communities, List<MemberSettings> members) {

    static final CommunitiesSettings NONE = new CommunitiesSettings(List.of(), List.of());

    public CommunitiesSettings {
        communities = List.copyOf(communities);
        members = List.copyOf(members);
        Set<String> ids = new HashSet<>();
        for (CommunitySettings community : communities) {
            if (!ids.add(community.id())) {
                throw new IllegalArgumentException(
                        "communities: the id '" + community.id() + "' is that of another too");
            }
        }
        Set<String> keys = new HashSet<>();
        for (MemberSettings member : members) {
            if (!ids.contains(member.community())) {
                throw new IllegalArgumentException(
                        "members: '"
                                + member.community()
                                + "', of which "
                                + member.key()
                                + " is, is none of the communities: "
                                + String.join(", ", ids));
            }
            if (!keys.add(member.key())) {
                throw new IllegalArgumentException(
                        "members: the key " + member.key() + " stands there twice");
            }
        }
    }
}
