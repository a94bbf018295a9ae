package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int TELEGRAMS = 2500;

    @Test
    void theSameInputsComeInTheSameOrder() throws IOException {
        byte[] recording = recording();
        List<SiteInput> direct = new ArrayList<>();
        LinkHealth health =
                P1Stream.pump(
                        new ByteArrayInputStream(recording), SiteSettings.BELGIUM, direct::add);
        List<SiteInput> ahead = new ArrayList<>();
        Thread here = Thread.currentThread();
        LinkHealth same =
                ReadAhead.pump(
                        new ByteArrayInputStream(recording),
                        SiteSettings.BELGIUM,
                        input -> {
                            assertThat(Thread.currentThread()).isEqualTo(here);
                            ahead.add(input);
                        });
        assertThat(ahead).isEqualTo(direct).hasSizeGreaterThanOrEqualTo(TELEGRAMS);
        assertThat(same).isEqualTo(health);
    }

    @Test
    void aFileThatBreaksOffIsToldAfterWhatCameBefore() throws IOException {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the card is gone");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return read();
                    }
                };
        List<SiteInput> heard = new ArrayList<>();
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(recording()), broken);
        assertThatThrownBy(() -> ReadAhead.pump(in, SiteSettings.BELGIUM, heard::add))
                .isInstanceOf(IOException.class)
                .hasMessage("the card is gone");
        assertThat(heard).hasSizeGreaterThanOrEqualTo(2000);
    }

    @Test
    void whoThrowsIsNotReadFor() throws IOException {
        byte[] recording = recording();
        assertThatThrownBy(
                        () ->
                                ReadAhead.pump(
                                        new ByteArrayInputStream(recording),
                                        SiteSettings.BELGIUM,
                                        input -> {
                                            throw new IllegalStateException("full");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
    }

    private static byte[] recording() throws IOException {
        Household house =
                new Household(
                        3,
                        Instant.parse("2026-01-13T16:55:00Z"),
                        SiteSettings.BELGIUM,
                        Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int second = 0; second < TELEGRAMS; second++) {
            out.write(writer.write(house.next()));
        }
        return out.toByteArray();
    }
}
