package be.bsmr.home.web.manual;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** What is read aloud of a document, or of a part of it: words and code, without marks. */
final class PlainText extends AbstractVisitor {

    private final StringBuilder words = new StringBuilder();

    private PlainText() {}

    static String of(Node node) {
        PlainText text = new PlainText();
        node.accept(text);
        return text.words.toString().strip();
    }

    @Override
    public void visit(Text text) {
        words.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        words.append(code.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock code) {
        words.append(code.getLiteral()).append('\n');
    }

    @Override
    public void visit(SoftLineBreak end) {
        words.append(' ');
    }

    @Override
    public void visit(Paragraph paragraph) {
        super.visit(paragraph);
        words.append('\n');
    }

    /** A cell of a table, among others. */
    @Override
    public void visit(CustomNode cell) {
        super.visit(cell);
        words.append(' ');
    }
}
