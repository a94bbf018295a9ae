package be.bsmr.home.cli;

import be.bsmr.home.messages.TelegramJson;
import be.bsmr.home.words.PlainWords;
import be.bsmr.home.words.Texts;
import be.bsmr.p1.DecryptionKey;
import be.bsmr.p1.EncryptedStream;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.TelegramFramer;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Telegrams in plain words, one after the other: nothing is kept of those that lie behind. */
@Command(
        name = "decode",
        description = {
            "Say what telegrams say: each of a file or a stream in plain words, or as one JSON object a line.",
            "Stray bytes are passed over; a telegram that cannot be trusted is named with its cause. Ends with 1 when not one telegram could be read."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr decode evening.txt | less",
            "  bsmr decode evening.txt --format json | head -1",
            "  nc 192.168.1.50 2001 | bsmr decode -      live, from a dongle"
        })
final class DecodeCommand implements Callable<Integer> {

    private static final String STDIN = "-";
    private static final int BUFFER_BYTES = 64 * 1024;

    @Parameters(
            paramLabel = "FILE|-",
            description = "raw telegrams, as a serial port gave them; - is standard input")
    private String from = STDIN;

    @Mixin private FormatOption format = new FormatOption();

    @Option(
            names = "--accept-bad-crc",
            description = "also what lost its checksum; only to look at, never to decide by")
    private boolean acceptBadCrc;

    @Mixin private LineEndsOption lineEnds = new LineEndsOption();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            interactive = true,
            arity = "0..1",
            description =
                    "for encrypted telegrams: 32 hexadecimal digits; left out behind --key, it is asked"
                            + " for, so that others on this machine do not see it")
    private @Nullable String key;

    @Option(
            names = "--authentication-key",
            paramLabel = "KEY",
            interactive = true,
            arity = "0..1",
            description = "of encrypted telegrams outside Luxembourg; asked for as --key",
            defaultValue = DecryptionKey.LUXEMBOURG,
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String authenticationKey = DecryptionKey.LUXEMBOURG;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "of the meter's clock (default: ${DEFAULT-VALUE})",
            defaultValue = "Europe/Brussels")
    private String zone = "Europe/Brussels";

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        ZoneId zoneId = Times.zone("--zone", zone);
        DecodeReport report =
                format.isJson()
                        ? DecodeReport.json(new TelegramJson(zoneId))
                        : DecodeReport.text(new Texts(language.language(), zoneId));
        DecryptionKey opens = decryptionKey();
        long encrypted;
        try (InputStream in = lineEnds.of(open());
                OutputStream out = StandardOutput.open()) {
            encrypted = decode(in, opens, new ReadingDecoder(zoneId), report, out);
        } catch (IOException e) {
            if (StandardOutput.wasClosed(e)) {
                return Exit.OK;
            }
            throw Fault.failed("cannot write: " + PlainWords.of(e));
        }
        if (encrypted > 0) {
            System.err.println(
                    "bsmr: "
                            + encrypted
                            + (encrypted == 1 ? " telegram is" : " telegrams are")
                            + (opens == null
                                    ? " encrypted; give the grid operator's key with --key"
                                    : " encrypted and damaged, or the key does not fit"));
        }
        if (report.frames() == 0) {
            throw Fault.failed(
                    "no telegram in "
                            + from
                            + "; one begins with / and ends with a line of ! and its checksum");
        }
        report.summary().ifPresent(System.err::println);
        if (report.read() == 0) {
            throw Fault.failed(
                    "no telegram in "
                            + from
                            + " could be read; rejected by "
                            + report.causes()
                            + LineEndsOption.advice(report.hasChangedLineEnds()));
        }
        return Exit.OK;
    }

    /**
     * What was read is written before more is waited for: a live stream is shown as it comes.
     *
     * @return how many encrypted telegrams could not be opened
     */
    private long decode(
            InputStream in,
            @Nullable DecryptionKey opens,
            ReadingDecoder decoder,
            DecodeReport report,
            OutputStream out)
            throws Fault, IOException {
        Consumer<Frame> take = frame -> report.take(frame, decoder);
        TelegramFramer framer =
                acceptBadCrc ? TelegramFramer.lenient(take) : new TelegramFramer(take);
        EncryptedStream clear =
                new EncryptedStream(
                        opens, piece -> framer.push(piece, 0, piece.length, Instant.EPOCH));
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
            clear.push(buffer, 0, count);
            report.writeTo(out);
        }
        framer.end(Instant.EPOCH);
        report.writeTo(out);
        report.stray(framer.strayBytes());
        return clear.refused();
    }

    private @Nullable DecryptionKey decryptionKey() throws Fault {
        try {
            return key == null ? null : new DecryptionKey(key, authenticationKey);
        } catch (IllegalArgumentException e) {
            throw Fault.usage("--key: " + e.getMessage());
        }
    }

    private InputStream open() throws Fault {
        if (from.equals(STDIN)) {
            return new FileInputStream(FileDescriptor.in);
        }
        Path file = Path.of(from);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw Fault.unavailable(
                    "cannot read "
                            + file
                            + "; name a file of telegrams, such as simulate writes, or -");
        }
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private int read(InputStream in, byte[] buffer) throws Fault {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Fault unreadable(IOException e) {
        return Fault.unavailable(PlainWords.ofReading(from, e));
    }
}
