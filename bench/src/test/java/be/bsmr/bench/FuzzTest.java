package be.bsmr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lets Jazzer look for bytes that the reader does not bear. Seconds here, minutes or hours with
 * {@code bench/fuzz MINUTES}, which goes on where the last run ended.
 */
class FuzzTest {

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 15);

    /** Single lines that no household sends, for the fuzzer to combine. */
    private static final List<String> ODDITIES =
            List.of(
                    "0-0:96.1.4(3530323137)",
                    "0-0:1.0.0(07EA010D021235000000C400)",
                    "1-0:1.8.0(00012345.678*Wh)",
                    "1-0:32.7.0(0000.231*kV)",
                    "1-0:1.6.0(04.321*kW)(260112181500)",
                    "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(260101000000W)(632525252525W)(00.000*kW)",
                    "0-1:24.3.0(260113180000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00123.456)",
                    "1-0:99.97.0(1)(0-0:96.7.19)(260101000000W)(0000000345*s)");

    @ParameterizedTest
    @ValueSource(classes = {FuzzStream.class, FuzzTelegram.class})
    void findsNothing(Class<?> target) throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        for (int i = 0; i < FuzzTelegram.telegrams().size(); i++) {
            byte[] telegram = FuzzTelegram.telegrams().get(i);
            Files.write(corpus.resolve("household-" + i), telegram);
        }
        for (int i = 0; i < ODDITIES.size(); i++) {
            String telegram = "/X\r\n\r\n" + ODDITIES.get(i) + "\r\n!\r\n";
            Files.writeString(corpus.resolve("oddity-" + i), telegram, StandardCharsets.ISO_8859_1);
        }
        Path log = work.resolve("log");
        Process jazzer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target.getName(),
                                "--instrumentation_includes=be.bsmr.p1.**:be.bsmr.meter.**",
                                "--reproducer_path=" + work,
                                "-artifact_prefix=" + work + "/",
                                "-max_total_time=" + SECONDS,
                                "-max_len=20000",
                                "-timeout=10",
                                corpus.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(jazzer.waitFor())
                .as(
                        "%s: the bytes that did it are beside this log, %s; make them a case of a"
                                + " test in core%n%s",
                        target.getSimpleName(), log.toAbsolutePath(), Files.readString(log))
                .isZero();
    }
}
