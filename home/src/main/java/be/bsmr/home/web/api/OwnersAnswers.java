package be.bsmr.home.web.api;

import be.bsmr.home.users.Visitor;
import be.bsmr.home.words.Language;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** How one part of the house is set up, as only its owners see and change it on the page. */
public interface OwnersAnswers {

    /**
     * Who asks.
     *
     * @param owner he may set up the house
     * @param language of sentences
     */
    record Asking(Visitor owner, Language language) {}

    /**
     * How it is now.
     *
     * @throws IOException when that cannot be read, in the owner's words
     */
    ObjectNode tell(Asking who) throws IOException;

    /**
     * Has it changed, all that is asked or nothing.
     *
     * @return what came of it; with a key {@code error} when it does not fit
     * @throws IllegalArgumentException when it does not fit, saying what to write instead
     * @throws IOException when it cannot be written, in the owner's words
     */
    ObjectNode take(Asking who, ObjectNode wish) throws IOException;
}
