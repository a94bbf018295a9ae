package be.bsmr.home.web;

import com.microsoft.playwright.Page;
import java.util.List;

/**
 * What is written on a page, and whether it has its place. Which fonts a machine has must not
 * decide a test, so a page is tried as it is and also wider and narrower than any font for screens.
 */
final class Written {

    static final List<String> FONTS =
            List.of(
                    "",
                    "font-family: serif",
                    "font-family: monospace",
                    "font-family: Liberation Sans Narrow, sans-serif; letter-spacing: -.04em",
                    "font-family: Verdana, DejaVu Sans, sans-serif; letter-spacing: .06em",
                    "font-family: monospace; letter-spacing: .08em");

    /** The page's own, the narrowest and the widest. */
    static final List<String> EXTREME_FONTS = List.of(FONTS.get(0), FONTS.get(3), FONTS.get(5));

    private Written() {}

    /** Another font for all that is written there; an empty one is the page's own. */
    static void in(String declarations, Page page) {
        page.evaluate(
                """
                declarations => {
                  const sheet = new CSSStyleSheet();
                  sheet.replaceSync(`* { ${declarations.replaceAll(/(;|$)/g, ' !important$1')} }`);
                  document.adoptedStyleSheets = declarations ? [sheet] : [];
                  // A graph follows its box with the next frame.
                  return new Promise((laidOut) =>
                    requestAnimationFrame(() => requestAnimationFrame(laidOut)));
                }
                """,
                declarations);
    }

    /** What is written outside the page, cut off by the box it is in, or over something else. */
    @SuppressWarnings("unchecked")
    static List<String> faults(Page page) {
        return (List<String>)
                page.evaluate(
                        """
                        () => {
                          const page = document.documentElement;
                          const faults = [];
                          if (page.scrollWidth > page.clientWidth) {
                            faults.push(`the page is ${page.scrollWidth} wide`);
                          }
                          const written = [];
                          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                          const range = document.createRange();
                          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                            const parent = node.parentElement;
                            if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
                            const boxes = [];
                            for (let e = parent; e; e = e.parentElement) boxes.push([e, getComputedStyle(e)]);
                            // Meant for the ear, and what floats over the page until all is well.
                            if (boxes.some(([, style]) => style.clipPath !== 'none' || style.position === 'fixed')) continue;
                            const frames = boxes
                              .filter(([e, style]) => style.overflowX !== 'visible' && e !== page && e !== document.body)
                              .map(([e]) => e.getBoundingClientRect());
                            range.selectNodeContents(node);
                            for (const { left, right, top, bottom } of range.getClientRects()) {
                              if (right - left < 1) continue;
                              const words = node.data.trim().slice(0, 40);
                              // A line box is higher than its letters.
                              const slack = (bottom - top) * .3;
                              const middle = (top + bottom) / 2;
                              if (frames.some((f) => middle < f.top || middle > f.bottom)) continue;
                              const here = { words, left, right, top: top + slack, bottom: bottom - slack };
                              if (left < -1 || right > page.clientWidth + 1) {
                                faults.push(`'${words}' reaches from ${left} to ${right}`);
                              }
                              for (const f of frames) {
                                if (left < f.left - 1 || right > f.right + 1) faults.push(`'${words}' is cut off`);
                              }
                              for (const o of written) {
                                const wide = Math.min(o.right, here.right) - Math.max(o.left, here.left);
                                const high = Math.min(o.bottom, here.bottom) - Math.max(o.top, here.top);
                                if (wide > 2 && high > 0) faults.push(`'${words}' lies over '${o.words}'`);
                              }
                              written.push(here);
                            }
                          }
                          return faults;
                        }
                        """);
    }
}
