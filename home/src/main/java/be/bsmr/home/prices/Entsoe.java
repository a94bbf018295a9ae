package be.bsmr.home.prices;

import be.bsmr.home.prices.PriceServer.Answer;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The day-ahead prices of Belgium as ENTSO-E's transparency platform tells them (document A44),
 * with the token that it gives to each user.
 */
final class Entsoe implements Exchange {

    private static final String BELGIUM = "10YBE----------2";

    private static final String LICENCE = "ENTSO-E Transparency Platform";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    private final PriceServer server;
    private final String token;

    Entsoe(String address, String token) {
        server = new PriceServer(address);
        this.token = token;
    }

    @Override
    public SpotPrices ask(LocalDate first, LocalDate last, ZoneId zone) throws IOException {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("securityToken", token);
        asked.put("documentType", "A44");
        asked.put("in_Domain", BELGIUM);
        asked.put("out_Domain", BELGIUM);
        asked.put("periodStart", TIME.format(SpotPrices.first(first, zone).start()));
        asked.put("periodEnd", TIME.format(SpotPrices.first(last.plusDays(1), zone).start()));
        Answer answer = server.get(asked);
        try {
            PriceDocument said = new PriceDocument(document(answer.body()));
            if (said.isRefusal() && !said.saysNothingIsPublished()) {
                throw new IOException(server + " refuses: " + shown(said.reason()));
            }
            return new SpotPrices(said.quarters(), LICENCE);
        } catch (SAXException | IllegalArgumentException e) {
            throw new IOException(
                    server
                            + " answers "
                            + answer.status()
                            + " with what are no prices: "
                            + shown(answer.body()),
                    e);
        }
    }

    /** Its beginning, without the token. */
    private String shown(String said) {
        return PriceServer.beginning(said.replace(token, "…"));
    }

    /** What is declared in a document, such as a file of ours, is not looked at. */
    private static Document document(String xml) throws IOException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        try {
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            // Java would print what is wrong, too.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Java's own reader of XML can do this", e);
        }
    }
}
