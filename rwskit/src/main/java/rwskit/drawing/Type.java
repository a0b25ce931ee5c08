package rwskit.drawing;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Letters of one size, measured before they are drawn.
 *
 * @param size of the letters, in units of the sheet
 * @param weight how heavy they are
 */
public record Type(int size, Weight weight) {
  /** How heavy letters are. */
  public enum Weight {
    /** As running text. */
    PLAIN,
    /** As a title. */
    BOLD
  }

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
  private static final double LEADING = 1.3;

  /** Spaces of all kinds, and what is no character to be seen. */
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\p{Z}\\p{C}]+");

  /**
   * @param size of the letters
   * @return letters of running text
   */
  public static Type plain(int size) {
    return new Type(size, Weight.PLAIN);
  }

  /**
   * @param size of the letters
   * @return letters of a title
   */
  public static Type bold(int size) {
    return new Type(size, Weight.BOLD);
  }

  /**
   * @param text one line
   * @return how wide it is
   */
  public double width(String text) {
    return text.isEmpty() ? 0 : font().getStringBounds(text, EXACT).getWidth();
  }

  /**
   * @param texts lines
   * @return the width of the widest, 0 if there are none
   */
  public double widest(List<String> texts) {
    return texts.stream().mapToDouble(this::width).max().orElse(0);
  }

  /**
   * @return how far letters reach above the base line
   */
  public double ascent() {
    return metrics().getAscent();
  }

  /**
   * @return how far letters reach below the base line
   */
  public double descent() {
    return metrics().getDescent();
  }

  /**
   * @return from one base line to the next
   */
  public double lineHeight() {
    return LEADING * size;
  }

  /**
   * Breaks a text between words, and a word that is too wide for a line within itself.
   *
   * @param text any text; a line break in it is kept
   * @param width of a line; at least one letter stands in each, whatever its width
   * @return the lines; none for a blank text
   */
  public List<String> lines(String text, double width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n")) {
      String line = "";
      for (String word : BETWEEN_WORDS.split(paragraph)) {
        String longer = line.isEmpty() ? word : line + " " + word;
        if (width(longer) <= width) {
          line = longer;
          continue;
        }
        if (!line.isEmpty()) {
          lines.add(line);
        }
        line = word;
        while (width(line) > width && line.length() > 1) {
          int fitting = fitting(line, width);
          lines.add(line.substring(0, fitting));
          line = line.substring(fitting);
        }
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** How many letters of a word fit, at least one; a letter of two chars is not parted. */
  private int fitting(String word, double width) {
    int count = word.length() - 1;
    while (count > 1 && width(word.substring(0, count)) > width) {
      count--;
    }
    boolean parted = Character.isHighSurrogate(word.charAt(count - 1));
    return parted ? Math.max(count - 1, Math.min(2, word.length())) : count;
  }

  Font font() {
    return new Font(Font.SANS_SERIF, weight == Weight.BOLD ? Font.BOLD : Font.PLAIN, size);
  }

  private LineMetrics metrics() {
    return font().getLineMetrics("αg", EXACT);
  }
}
