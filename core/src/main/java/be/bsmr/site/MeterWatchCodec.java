package be.bsmr.site;

import be.bsmr.meter.MeterId;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Instant;

/** Which meter is followed, and what is thought of its clock, as bytes. */
final class MeterWatchCodec {

    private MeterWatchCodec() {}

    static void write(MeterWatch watch, PackedWriter to) {
        Speakers speakers = watch.speakers();
        to.maybe(speakers.followed(), id -> to.text(id.value()));
        to.instant(speakers.heardAt());
        to.maybe(speakers.before(), id -> to.text(id.value()));
        to.each(speakers.others(), id -> to.text(id.value()));
        to.maybe(speakers.candidate(), id -> to.text(id.value()));
        to.number(speakers.inARow());
        write(watch.clock(), to);
        to.maybe(watch.pauses().heardAt(), to::instant);
        to.each(watch.pauses().last(), to::duration);
        to.flag(watch.silent());
    }

    static MeterWatch read(PackedReader from) {
        return new MeterWatch(
                new Speakers(
                        from.maybe(() -> meter(from)),
                        from.instant(),
                        from.maybe(() -> meter(from)),
                        from.each(() -> meter(from)),
                        from.maybe(() -> meter(from)),
                        from.small()),
                clock(from),
                new Pauses(from.maybe(from::instant), from.each(from::duration)),
                from.flag());
    }

    /** Of the telegram before only what is needed to know it again when it comes once more. */
    private static void write(ClockWatch clock, PackedWriter to) {
        to.maybe(
                clock.previous(),
                previous -> to.maybe(previous.reading().measuredAt(), to::instant));
        to.maybe(clock.previousFingerprint(), to::uuid);
        to.number(clock.stills());
        to.number(clock.earlier());
        to.flag(clock.believed());
        to.maybe(clock.soundSince(), to::instant);
        to.duration(clock.probation());
        to.maybe(clock.setBackAt(), to::instant);
    }

    private static ClockWatch clock(PackedReader from) {
        MeterRead previous =
                from.maybe(
                        () ->
                                new MeterRead(
                                        MeteringCodec.reading(from.maybe(from::instant)),
                                        Instant.EPOCH,
                                        LinkHealth.INITIAL));
        var fingerprint = from.maybe(from::uuid);
        return new ClockWatch(
                previous,
                from.small(),
                from.small(),
                from.flag(),
                from.maybe(from::instant),
                from.duration(),
                from.maybe(from::instant),
                fingerprint);
    }

    private static MeterId meter(PackedReader from) {
        return new MeterId(from.text());
    }
}
