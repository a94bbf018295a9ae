package be.bsmr.home.web.manual;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What somebody types who seeks a place in the manual. A word is found where a word of the text
 * begins with it, or with what documents call the same: they may be in another language than their
 * reader, and say "newer version" where he says "upgrade".
 */
final class SoughtWords {

    /**
     * A row for each thing: the beginnings of the words for it, in all languages, in small letters
     * without accents.
     */
    private static final List<List<String>> SAME =
            Stream.of(
                            "upgrad, updat, vernieuw, bijwerk, nieuwere, newer, mise a jour, mettre a jour,"
                                    + " plus recent, aktualisier, erneuer, neuere",
                            "verhuiz, verhuis, move to, moving, andere pi, nieuwe pi, another pi, new pi,"
                                    + " autre pi, nouveau pi, demenag, anderen pi, neuen pi, umzug, umzieh",
                            "verwijder, uninstall, deinstall, desinstall, apt remove, apt purge, supprim,"
                                    + " enlever, entfern",
                            "factuur, facturen, rekening, bill, invoice, facture, rechnung",
                            "sd-ka, sd ka, sd card, sd-card, carte sd, geheugenkaart, speicherkarte",
                            "gsm, telefoon, smartphone, mobiel, phone, mobile, telephone, portable, handy,"
                                    + " telefon",
                            "onderweg, buitenshuis, vpn, remote, away from home, a distance, en route,"
                                    + " unterwegs",
                            "wachtwoord, paswoord, password, mot de passe, passwort, kennwort",
                            "laadpaal, laadpalen, laadpunt, charger, charging point, wallbox, borne, ladest,"
                                    + " ladepunkt",
                            "stopcontact, stekker, plug, prise, steckdose, stecker",
                            "limiet, limit, grens, doel, target, goal, objectif, grenze, ziel",
                            "instel, setting, set up, configur, reglage, regler, einstell",
                            "zonnepane, zonne-energie, solar, photovolt, panneau, injectie",
                            "thuisbatterij, batterij, battery, batterie, speicher",
                            "reservekopie, kopie, backup, back-up, sauvegarde, copie, sicherung",
                            "terugzet, herstel, restor, restaur, wiederherstell",
                            "klopt, fout, verkeerd, wrong, faux, fausse, falsch, stimmt",
                            "stroompanne, stroomuitval, stroomonderbreking, power cut, power failure,"
                                    + " coupure, stromausfall",
                            "warmtepomp, heat pump, pompe a chaleur, warmepump")
                    .map(row -> Stream.of(row.split(", ")).toList())
                    .toList();

    /** What a question has besides; sought only where there is nothing else. */
    private static final Set<String> SMALL =
            Set.of(
                    "a", "an", "and", "auf", "aus", "avec", "das", "de", "der", "die", "do", "does",
                    "een", "ein", "eine", "en", "et", "for", "geht", "het", "hoe", "how", "i",
                    "ich", "ik", "in", "is", "ist", "je", "la", "le", "les", "ma", "mein", "meine",
                    "met", "mijn", "mit", "mon", "my", "naar", "ne", "nicht", "niet", "not", "of",
                    "op", "pas", "te", "the", "to", "un", "und", "une", "van", "wat", "wie", "with",
                    "zu");

    /** Holds words together that are one: a blank that parts none. */
    private static final char JOIN = '\u00a0';

    /** For each word what is looked for, itself first. */
    private final List<List<String>> words;

    SoughtWords(String typed) {
        List<String> all =
                Stream.of(joined(folded(typed)).split("[ \\t,;?!]+"))
                        .map(word -> word.replace(JOIN, ' '))
                        .filter(word -> !word.isEmpty())
                        .toList();
        List<String> telling = all.stream().filter(word -> !SMALL.contains(word)).toList();
        words = (telling.isEmpty() ? all : telling).stream().map(SoughtWords::withSame).toList();
    }

    /** With what the table has as one: {@code mise a jour} is no matter of {@code jour}. */
    private static String joined(String folded) {
        String joined = folded;
        for (List<String> row : SAME) {
            for (String one : row) {
                joined = joined.replace(one, one.replace(' ', JOIN));
            }
        }
        return joined;
    }

    private static List<String> withSame(String word) {
        Stream<String> same =
                SAME.stream()
                        .filter(row -> row.stream().anyMatch(word::startsWith))
                        .flatMap(List::stream);
        return Stream.concat(Stream.of(word), same).distinct().toList();
    }

    /**
     * How many of them a text has.
     *
     * @param folded the text, as {@link #folded} leaves it
     */
    int foundIn(String folded) {
        return (int) words.stream().filter(word -> place(word, folded) >= 0).count();
    }

    /** Where the first of them that a text has stands in it; 0 when it has none. */
    int firstIn(String folded) {
        return words.stream()
                .mapToInt(word -> place(word, folded))
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(0);
    }

    private static int place(List<String> word, String folded) {
        return word.stream()
                .mapToInt(one -> beginning(one, folded))
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(-1);
    }

    /** Where a word begins so; -1 = nowhere. */
    private static int beginning(String word, String folded) {
        int at = folded.indexOf(word);
        while (at > 0 && Character.isLetterOrDigit(folded.charAt(at - 1))) {
            at = folded.indexOf(word, at + 1);
        }
        return at;
    }

    /** In small letters without accents, each in the place where it stands. */
    static String folded(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (char letter : text.toLowerCase(Locale.ROOT).toCharArray()) {
            plain.append(
                    letter < 0xC0
                            ? letter
                            : Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD)
                                    .charAt(0));
        }
        return plain.toString();
    }
}
