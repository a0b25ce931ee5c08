package rwskit.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What a reader of an SVG file sees, read from the file alone: its texts with their places and
 * colours, and what is below them.
 */
public final class SvgPage {
  private static final double TOLERANCE = 1;
  private static final double READABLE = 4.5;

  private final Document svg;
  private final List<Text> texts = new ArrayList<>();
  private final List<Filled> filled = new ArrayList<>();

  /** A line of text; {@code upward} where it is turned. */
  public record Text(String text, Rectangle2D bounds, Color color, double size, boolean upward) {}

  private record Filled(Rectangle2D bounds, Color color) {}

  private SvgPage(Document svg) {
    this.svg = svg;
    NodeList all = svg.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getTagName().equals("text")) {
        texts.add(text(element));
      } else if (element.getTagName().equals("rect") && element.hasAttribute("x")) {
        filled.add(new Filled(rectangle(element), color(element)));
      }
    }
  }

  /**
   * @param text an SVG document
   * @return it, read
   */
  public static SvgPage of(String text) {
    try {
      return new SvgPage(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    } catch (Exception e) {
      throw new AssertionError("no SVG: " + e.getMessage(), e);
    }
  }

  /**
   * @return all lines of text
   */
  public List<Text> texts() {
    return texts;
  }

  /**
   * @return what the texts say, words and all, in one line
   */
  public String words() {
    StringBuilder words = new StringBuilder();
    texts.forEach(text -> words.append(text.text()).append(' '));
    return words.toString();
  }

  /** Requires that no text is cut off at an edge. */
  public void requireTextInside() {
    Element root = svg.getDocumentElement();
    Rectangle2D canvas =
        new Rectangle2D.Double(
            -TOLERANCE,
            -TOLERANCE,
            Double.parseDouble(root.getAttribute("width")) + 2 * TOLERANCE,
            Double.parseDouble(root.getAttribute("height")) + 2 * TOLERANCE);
    assertThat(texts).isNotEmpty();
    assertThat(texts).as("inside the canvas").allMatch(text -> canvas.contains(text.bounds()));
  }

  /** Requires that no text covers another. */
  public void requireTextApart() {
    for (int i = 0; i < texts.size(); i++) {
      for (Text other : texts.subList(i + 1, texts.size())) {
        Text one = texts.get(i);
        Rectangle2D common = one.bounds().createIntersection(other.bounds());
        assertThat(common.getWidth() > TOLERANCE && common.getHeight() > TOLERANCE)
            .as("“%s” covers “%s”", one.text(), other.text())
            .isFalse();
      }
    }
  }

  /**
   * Requires that text can be told from what is below it, by the rule of the Web Content
   * Accessibility Guidelines. The sheet is opaque, so that this holds on dark pages too.
   */
  public void requireContrast() {
    Element ground = (Element) svg.getElementsByTagName("rect").item(0);
    assertThat(ground.getAttribute("width")).isEqualTo("100%");
    assertThat(ground.getAttribute("height")).isEqualTo("100%");
    for (Text text : texts) {
      Color below = color(ground);
      for (Filled area : filled) {
        if (area.bounds.contains(text.bounds().getCenterX(), text.bounds().getCenterY())) {
          below = area.color;
        }
      }
      assertThat(contrast(text.color(), below)).as(text.text()).isGreaterThan(READABLE);
    }
  }

  /**
   * @param tag such as {@code path}
   * @return how many elements of this name there are
   */
  public int count(String tag) {
    return svg.getElementsByTagName(tag).getLength();
  }

  private static Text text(Element element) {
    Element group = (Element) element.getParentNode();
    double size = Double.parseDouble(group.getAttribute("font-size"));
    double x = Double.parseDouble(element.getAttribute("x"));
    double y = Double.parseDouble(element.getAttribute("y"));
    double width = Double.parseDouble(element.getAttribute("textLength"));
    double before =
        switch (group.getAttribute("text-anchor")) {
          case "middle" -> width / 2;
          case "end" -> width;
          default -> 0;
        };
    boolean upward = element.getAttribute("transform").startsWith("rotate(-90");
    // Capitals reach three quarters of the size up, tails a fifth down.
    Rectangle2D bounds =
        upward
            ? new Rectangle2D.Double(x - .75 * size, y - width + before, .95 * size, width)
            : new Rectangle2D.Double(x - before, y - .75 * size, width, .95 * size);
    return new Text(element.getTextContent(), bounds, color(group), size, upward);
  }

  private static Rectangle2D rectangle(Element element) {
    return new Rectangle2D.Double(
        Double.parseDouble(element.getAttribute("x")),
        Double.parseDouble(element.getAttribute("y")),
        Double.parseDouble(element.getAttribute("width")),
        Double.parseDouble(element.getAttribute("height")));
  }

  private static Color color(Element element) {
    return Color.decode(element.getAttribute("fill"));
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  }

  private static double luminance(Color color) {
    return .2126 * linear(color.getRed())
        + .7152 * linear(color.getGreen())
        + .0722 * linear(color.getBlue());
  }

  private static double linear(int value) {
    double share = value / 255.;
    return share <= .03928 ? share / 12.92 : Math.pow((share + .055) / 1.055, 2.4);
  }
}
