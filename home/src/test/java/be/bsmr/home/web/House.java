package be.bsmr.home.web;

import be.bsmr.home.json.WhatIfJson;
import be.bsmr.home.source.Tapped;
import be.bsmr.meter.Reading;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.site.WhatIf;
import be.bsmr.tariff.PeakHistory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A house on the cable: telegrams as text, read and stepped by the real core, shown to whoever
 * listens. Its clock moves only when a telegram comes.
 */
final class House {

    /** How the house is connected, as its meter's telegrams show it. */
    enum Wiring {
        SINGLE,
        DELTA,
        STAR
    }

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    private final Site site;
    private final ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
    private final Consumer<SiteStep> audience;
    private final Wiring wiring;
    private final List<String> moreLines = new ArrayList<>();
    private String gas = "(261120175500W)(01234.567*m3)";
    private SiteState state;
    private Tapped.Tap alongside = (bytes, count) -> {};
    private LinkHealth link = LinkHealth.INITIAL.opened();
    private Instant next;
    private double importWattHours = 2_718_281;
    private double exportWattHours = 577;

    House(SiteSettings settings, Wiring wiring, Instant start, Consumer<SiteStep> audience) {
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
        this.wiring = wiring;
        this.audience = audience;
        next = start;
    }

    /** Its line is heard along, too, from now on. */
    House heardBy(Tapped.Tap tap) {
        alongside = tap;
        return this;
    }

    /** Telegrams have this line too, from now on. */
    House with(String line) {
        moreLines.add(line);
        return this;
    }

    /** Its gas meter was read then, and stood so from now on. */
    House gas(Instant read, double cubicMetres) {
        String stamp = STAMP.format(read.atZone(SiteSettings.BELGIUM));
        gas = "(" + stamp + "W)" + line("(%09.3f*m3)", cubicMetres);
        return this;
    }

    /** Answers what-if questions, as the home does. */
    static Optional<ObjectNode> whatIf(SiteState state, WhatIf.Question question) {
        return WhatIf.of(state, DashboardPictures.SETTINGS, question)
                .map(new WhatIfJson(SiteSettings.BELGIUM)::answer);
    }

    SiteState state() {
        return state;
    }

    /** The meter's time of the next telegram. */
    Instant next() {
        return next;
    }

    /** So many telegrams, a second apart, at one power; below zero is export. */
    void seconds(int count, int watts) {
        for (int i = 0; i < count; i++) {
            importWattHours += Math.max(0, watts) / 3600.0;
            exportWattHours += Math.max(0, -watts) / 3600.0;
            hear(telegram(watts).getBytes(StandardCharsets.ISO_8859_1));
            next = next.plusSeconds(1);
        }
    }

    /** Skips time without a telegram. */
    void silence(int seconds) {
        next = next.plusSeconds(seconds);
        step(new SiteInput.Tick(next));
    }

    /** The program restarts with what it had stored. */
    void restart(SiteSettings settings) {
        state = state.resumed(settings, List.of(), next);
        link = LinkHealth.INITIAL.opened();
        step(new SiteInput.LinkReport(next, link));
    }

    void step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        audience.accept(step);
    }

    /** Hears a recording until its meter says {@code end}. */
    void hearRecording(Path recording, Instant end) {
        try {
            List<Frame> frames = new ArrayList<>();
            TelegramFramer framer = new TelegramFramer(frames::add);
            byte[] bytes = Files.readAllBytes(recording);
            framer.push(bytes, 0, bytes.length, next);
            for (Frame frame : frames) {
                if (frame instanceof Telegram telegram) {
                    Reading reading = decoder.decode(telegram).orElseThrow();
                    if (end.isBefore(reading.measuredAt())) {
                        return;
                    }
                    take(reading, reading.measuredAt());
                } else {
                    link = link.rejected(new LinkHealth.Rejection("crc", 0, next));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(byte[] bytes) {
        alongside.hear(bytes, bytes.length);
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> take(decoder.decode((Telegram) frame).orElseThrow(), next));
        framer.push(bytes, 0, bytes.length, next);
    }

    private void take(Reading reading, Instant at) {
        link = link.accepted(at, null);
        step(new SiteInput.MeterRead(reading, at, link));
    }

    private String telegram(int watts) {
        double in = Math.max(0, watts) / 1000.0;
        double out = Math.max(0, -watts) / 1000.0;
        List<String> lines = new ArrayList<>();
        lines.add("/FLU5\\253000000_A");
        lines.add("");
        lines.add("0-0:96.1.4(50217)");
        lines.add("0-0:96.1.1(3153494D32323030303030303031)");
        lines.add("0-0:1.0.0(" + STAMP.format(next.atZone(SiteSettings.BELGIUM)) + "W)");
        lines.add(line("1-0:1.8.1(%010.3f*kWh)", importWattHours / 1000));
        lines.add("1-0:1.8.2(001414.213*kWh)");
        lines.add(line("1-0:2.8.1(%010.3f*kWh)", exportWattHours / 1000));
        lines.add("1-0:2.8.2(000000.123*kWh)");
        lines.add("0-0:96.14.0(0001)");
        lines.add(line("1-0:1.7.0(%06.3f*kW)", in));
        lines.add(line("1-0:2.7.0(%06.3f*kW)", out));
        lines.addAll(phases(in, out));
        lines.add("0-1:24.1.0(003)");
        lines.add("0-1:96.1.1(37464C4F32323030303030303031)");
        lines.add("0-1:24.2.3" + gas);
        lines.addAll(moreLines);
        return String.join("\r\n", lines) + "\r\n!\r\n";
    }

    private List<String> phases(double in, double out) {
        return switch (wiring) {
            case SINGLE ->
                    List.of("1-0:32.7.0(231.4*V)", line("1-0:31.7.0(%06.2f*A)", (in + out) / .23));
            case DELTA ->
                    List.of(
                            line("1-0:21.7.0(%06.3f*kW)", in * .6),
                            "1-0:41.7.0(00.000*kW)",
                            line("1-0:61.7.0(%06.3f*kW)", in * .4),
                            line("1-0:22.7.0(%06.3f*kW)", out * .6),
                            "1-0:42.7.0(00.000*kW)",
                            line("1-0:62.7.0(%06.3f*kW)", out * .4),
                            "1-0:32.7.0(231.7*V)",
                            "1-0:52.7.0(000.0*V)",
                            "1-0:72.7.0(232.2*V)",
                            "1-0:31.7.0(002.50*A)",
                            "1-0:51.7.0(002.10*A)",
                            "1-0:71.7.0(003.00*A)");
            case STAR ->
                    List.of(
                            line("1-0:21.7.0(%06.3f*kW)", in * .5),
                            line("1-0:41.7.0(%06.3f*kW)", in * .2),
                            line("1-0:61.7.0(%06.3f*kW)", in * .3),
                            "1-0:32.7.0(233.1*V)",
                            "1-0:52.7.0(231.8*V)",
                            "1-0:72.7.0(234.0*V)",
                            line("1-0:31.7.0(%06.2f*A)", (in + out) * .5 / .23),
                            line("1-0:51.7.0(%06.2f*A)", (in + out) * .2 / .23),
                            line("1-0:71.7.0(%06.2f*A)", (in + out) * .3 / .23));
        };
    }

    private static String line(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
