package be.bsmr.home.relay;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The requests of devices that many people have. {@code {address}} in them is where the device is.
 * The table of {@code docs/loads.md} says the same.
 */
enum HttpPreset {
    /**
     * The RPC of Shelly Plus, Pro and later. What is shed comes back by itself after five minutes,
     * unless it is shed again meanwhile, as it is every minute: so nobody sits in the cold when we
     * are dead.
     */
    SHELLY(
            "http://{address}/rpc/Switch.Set?id=0&on=false&toggle_after=300",
            "http://{address}/rpc/Switch.Set?id=0&on=true",
            null,
            "http://{address}/rpc/Switch.GetStatus?id=0",
            "/output",
            "false",
            null,
            "/apower",
            60),

    /** The local API v2 of a go-e charger. It must be allowed in its app. */
    GOE(
            "http://{address}/api/set?frc=1",
            "http://{address}/api/set?frc=0",
            "http://{address}/api/set?amp={value}",
            "http://{address}/api/status?filter=frc,amp,nrg",
            "/frc",
            "1",
            "/amp",
            "/nrg/11",
            0);

    final String shed;
    final String restore;
    final @Nullable String set;
    final String look;
    final String statePath;
    final String stateOff;
    final @Nullable String valuePath;
    final String powerPath;
    final int repeatS;

    HttpPreset(
            String shed,
            String restore,
            @Nullable String set,
            String look,
            String statePath,
            String stateOff,
            @Nullable String valuePath,
            String powerPath,
            int repeatS) {
        this.shed = shed;
        this.restore = restore;
        this.set = set;
        this.look = look;
        this.statePath = statePath;
        this.stateOff = stateOff;
        this.valuePath = valuePath;
        this.powerPath = powerPath;
        this.repeatS = repeatS;
    }

    /** By the name used in the configuration. */
    static HttpPreset of(String label) {
        return Arrays.stream(values())
                .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "preset '"
                                                + label
                                                + "' is unknown; write "
                                                + Arrays.stream(values())
                                                        .map(p -> p.name().toLowerCase(Locale.ROOT))
                                                        .collect(Collectors.joining(" or "))));
    }
}
