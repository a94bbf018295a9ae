package be.bsmr.home.imports;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names of a table's columns, however they are spelt.
 *
 * @param names in small letters without accents, words with one space between them
 * @param cells as they stand there
 */
record Header(List<String> names, List<String> cells) {

    static Header of(List<String> cells) {
        List<String> names = new ArrayList<>();
        for (String cell : cells) {
            names.add(plain(cell));
        }
        return new Header(List.copyOf(names), List.copyOf(cells));
    }

    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum}³]+", " ")
                .strip();
    }

    /** The column of that name; -1 when there is none. */
    int column(String name) {
        return names.indexOf(name);
    }

    /** The first column that has a word of each set; -1 when there is none. */
    @SafeVarargs
    final int with(Set<String>... words) {
        for (int i = 0; i < names.size(); i++) {
            List<String> own = List.of(names.get(i).split(" "));
            boolean all = true;
            for (Set<String> one : words) {
                all &= own.stream().anyMatch(one::contains);
            }
            if (all) {
                return i;
            }
        }
        return -1;
    }
}
