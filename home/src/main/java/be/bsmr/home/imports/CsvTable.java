package be.bsmr.home.imports;

import be.bsmr.home.words.PlainWords;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A CSV file, with whatever separator, encoding and line ends its program or a spreadsheet gave it.
 */
record CsvTable(Path file, Charset charset, char comma, boolean quoted) implements Tables {

    /** Never in a text: every line is a row, whatever was torn. */
    private static final char NO_QUOTE = '\0';

    /** What Excel puts before the header, when it was told to. */
    private static final String SEPARATOR_LINE = "sep=";

    private static final int TELL_EVERY = 2000;

    /** Home Assistant has a column for each hour. */
    private static final int MOST_CELLS = 200_000;

    private static final int MOST_CHARACTERS = 16 << 20;

    static CsvTable of(Path file) throws IOException {
        Charset charset = charset(file);
        List<String> start = start(file, charset);
        char comma =
                start.get(0).startsWith(SEPARATOR_LINE) ? comma(start.get(1)) : comma(start.get(0));
        String cellBegins = "(?s)(.*[" + comma + "\n])?\".*";
        return new CsvTable(file, charset, comma, String.join("\n", start).matches(cellBegins));
    }

    @Override
    public String separator() {
        return String.valueOf(comma);
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        double size = Math.max(1, Files.size(file));
        try (Counting in = new Counting(Files.newInputStream(file));
                CsvReader<CsvRecord> records =
                        CsvReader.builder()
                                .fieldSeparator(comma)
                                .quoteCharacter(quoted ? '"' : NO_QUOTE)
                                .detectBomHeader(true)
                                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .allowUnclosedQuote(true)
                                .maxBufferSize(MOST_CHARACTERS)
                                .build(
                                        CsvRecordHandler.builder()
                                                .maxFields(MOST_CELLS)
                                                .maxFieldSize(MOST_CHARACTERS)
                                                .maxRecordSize(MOST_CHARACTERS)
                                                .build(),
                                        in,
                                        charset)) {
            boolean wanted = true;
            boolean first = true;
            long rows = 0;
            for (CsvRecord r : records) {
                if (first && r.getField(0).startsWith(SEPARATOR_LINE)) {
                    continue;
                }
                if (first) {
                    first = false;
                    wanted = visitor.table(name(), r.getFields());
                } else {
                    visitor.row(r.getStartingLineNumber(), r.getFields());
                }
                if (!wanted) {
                    break;
                }
                if (++rows % TELL_EVERY == 0) {
                    visitor.read(Math.min(0.999, in.count / size));
                }
            }
            visitor.read(1);
        } catch (CsvParseException e) {
            throw new IOException(file + ": " + PlainWords.of(e), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private String name() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** UTF-8 when it is; what a spreadsheet of some years ago wrote otherwise. */
    private static Charset charset(Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer characters = CharBuffer.allocate(1 << 16);
        try (var channel = Files.newByteChannel(file)) {
            boolean ended = false;
            while (!ended) {
                ended = channel.read(bytes) < 0;
                bytes.flip();
                if (decoder.decode(bytes, characters, ended).isError()) {
                    return Charset.forName("windows-1252");
                }
                bytes.compact();
                characters.clear();
            }
        }
        return StandardCharsets.UTF_8;
    }

    /** Its first two lines. */
    private static List<String> start(Path file, Charset charset) throws IOException {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset))) {
            String first = in.readLine();
            String second = in.readLine();
            return List.of(first == null ? "" : first, second == null ? "" : second);
        }
    }

    /** That of the three which the line has most of. */
    private static char comma(String line) {
        char best = ';';
        long most = 0;
        for (char c : new char[] {';', '\t', ','}) {
            long count = line.chars().filter(x -> x == c).count();
            if (count > most) {
                most = count;
                best = c;
            }
        }
        return best;
    }

    private static final class Counting extends FilterInputStream {

        private long count;

        private Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
