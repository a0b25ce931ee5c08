package rwskit.drawing;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A finished drawing on white: marks one over the other.
 *
 * @param title what the reader is to look at
 * @param caption what is drawn, in sentences
 * @param width of the sheet
 * @param height of the sheet
 * @param marks the lowest first
 */
public record Sheet(String title, String caption, int width, int height, List<Mark> marks) {
  /** Keeps a copy of the marks. */
  public Sheet {
    marks = List.copyOf(marks);
  }

  /**
   * @param sentence more to say in the caption
   * @return this sheet with it on lines of its own below the caption
   */
  public Sheet noted(String sentence) {
    return Frame.noted(this, sentence);
  }

  /**
   * @return the text marks, in the order in which they are drawn
   */
  public List<Label> labels() {
    return marks.stream().filter(mark -> mark instanceof Label).map(mark -> (Label) mark).toList();
  }

  /**
   * @return the sheet as SVG that needs nothing from elsewhere, with its text as text: letters of
   *     other fonts are squeezed or stretched to the measured width
   */
  public String svg() {
    return new SvgText(this).text();
  }

  /**
   * @param pixelsPerUnit how many pixels each unit of the sheet has across, at least 1
   * @return the sheet as an opaque image
   */
  public BufferedImage image(int pixelsPerUnit) {
    return Raster.of(this, pixelsPerUnit);
  }
}
