package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.site.SiteInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that a proxy before us and we could cut into two at different places (request
 * smuggling): what another visitor's request would become part of. Each is refused, and its
 * connection ends, so that nothing behind it is read as a request.
 */
@Timeout(60)
class SmuggledRequestTest {

    private static final String HIDDEN =
            "POST /api/control/mode HTTP/1.1\r\nHost: localhost\r\nX-BSMR: 1\r\n"
                    + "Content-Length: 3\r\n\r\noff";

    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d+)");

    private final List<SiteInput> asked = new CopyOnWriteArrayList<>();
    private Dashboard dashboard;

    @BeforeEach
    void start() throws IOException {
        WebSettings settings = new WebSettings(true, "127.0.0.1", 0, null, null);
        dashboard =
                new Dashboard(
                        settings,
                        Pages.users(settings),
                        Pages.access(new ProgramHealth(), asked::add),
                        Pages.answers(false));
        dashboard.start();
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void whatIsHiddenWouldBeObeyedHadItComeInTheOpen() throws Exception {
        assertThat(answers("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN))
                .hasSize(2)
                .startsWith("200");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0\nTransfer-Encoding: chunked\n\n0\n\n",
                "Transfer-Encoding: chunked\nContent-Length: 0\n\n0\n\n",
                "Content-Length: 5\nContent-Length: 0\n\n",
                "Content-Length: 0\nContent-Length: 5\n\n",
                "Content-Length: 0, 5\n\n",
                "Content-Length: +0\n\n",
                "Content-Length: -0\n\n",
                "Content-Length: 0x0\n\n",
                "Content-Length : 0\n\n",
                "Content-Length\u000b: 0\n\n",
                "Transfer-Encoding: chunked, identity\n\n0\n\n",
                "Transfer-Encoding: identity\n\n",
                "Transfer-Encoding: xchunked\n\n0\n\n",
                "Transfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\n",
                "Transfer-Encoding : chunked\n\n0\n\n",
                "X-Null: a\u0000b\n\n",
                "X-Bare: a\rContent-Length: 5\n\n",
                "Host: elsewhere\n\n"
            })
    void whatCouldBeCutInTwoPlacesIsRefusedAndItsConnectionEnds(String headers) throws Exception {
        List<String> answers =
                answers(
                        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                                + headers.replace("\n", "\r\n")
                                + HIDDEN);
        assertThat(asked).isEmpty();
        assertThat(answers).hasSizeLessThanOrEqualTo(1).allMatch(answer -> answer.startsWith("4"));
    }

    /** As RFC 9112 has it (5.2): a line that is folded is one, whatever stands behind the fold. */
    @Test
    void aFoldedLineIsNoHeaderOfItsOwn() throws Exception {
        String folded =
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Folded: a\r\n Content-Length: 5\r\n\r\n";
        assertThat(answers(folded + HIDDEN)).containsExactly("200", answers(HIDDEN).get(0));
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", "0x1", "-1", "1 ", "1\n", "ffffffffffffffff1", ""})
    void aChunkWhoseLengthIsNoneEndsTheConnection(String length) throws Exception {
        List<String> answers =
                answers(
                        "POST /api/control/mode HTTP/1.1\r\nHost: localhost\r\nX-BSMR: 1\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + length
                                + "\r\no\r\n0\r\n\r\n"
                                + HIDDEN);
        assertThat(asked).isEmpty();
        assertThat(answers).hasSizeLessThanOrEqualTo(1).allMatch(answer -> answer.startsWith("4"));
    }

    /** The status of each answer, until the connection ends. */
    private List<String> answers(String request) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), dashboard.address().getPort())) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                said.write(b);
            }
        } catch (SocketTimeoutException waitsForMore) {
            // It would answer the next request.
        } catch (IOException reset) {
            // Ended, too.
        }
        return ANSWER.matcher(said.toString(ISO_8859_1)).results().map(m -> m.group(1)).toList();
    }
}
