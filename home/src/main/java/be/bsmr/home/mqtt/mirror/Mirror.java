package be.bsmr.home.mqtt.mirror;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.mqtt.Outbox;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in another program's words what the site says. Adds nothing: a value that the meter does not
 * tell is left out, and a meter that is silent is silent there too.
 */
public interface Mirror {

    /** Publishes what {@code told} is called there; nothing for what is unknown there. */
    void tell(Message told);

    /** Those that are asked for. */
    static List<Mirror> of(MirrorSettings settings, Outbox outbox) {
        List<Mirror> mirrors = new ArrayList<>();
        switch (settings.mirror()) {
            case none -> {}
            case dsmr_reader -> mirrors.add(new DsmrReader(outbox));
            case dsmr2mqtt -> mirrors.add(new Dsmr2Mqtt(outbox));
        }
        if (settings.smartevse() != null) {
            mirrors.add(new SmartEvse(settings.smartevse(), outbox));
        }
        if (settings.openwbCounter() != null) {
            mirrors.add(new OpenWb(settings.openwbCounter(), outbox));
        }
        return List.copyOf(mirrors);
    }
}
