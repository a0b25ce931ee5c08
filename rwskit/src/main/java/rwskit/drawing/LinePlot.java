package rwskit.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Series of points in a plane, as lines or loose. Names stand beside what they name, and room for
 * every text is made before anything is drawn.
 *
 * @param title what the reader is to look at
 * @param x the axis across
 * @param y the axis upwards
 * @param series the last is drawn over the others
 * @param guides lines across the plot
 * @param caption what is drawn, in sentences
 * @param height of the plot without what is around it; it is larger where the names need it
 */
public record LinePlot(
    String title,
    Axis x,
    Axis y,
    List<Series> series,
    List<Guide> guides,
    String caption,
    int height) {
  private static final int HEIGHT = 400;

  /** Keeps copies of the lists. */
  public LinePlot {
    series = List.copyOf(series);
    guides = List.copyOf(guides);
  }

  /**
   * @param title what the reader is to look at
   * @param x the axis across
   * @param y the axis upwards
   * @return a plot of nothing yet
   */
  public static LinePlot of(String title, Axis x, Axis y) {
    return new LinePlot(title, x, y, List.of(), List.of(), "", HEIGHT);
  }

  /**
   * @param more points that belong together
   * @return the same plot with them over the others
   */
  public LinePlot with(Series more) {
    return new LinePlot(title, x, y, joined(series, more), guides, caption, height);
  }

  /**
   * @param more a line across the plot
   * @return the same plot with it
   */
  public LinePlot with(Guide more) {
    return new LinePlot(title, x, y, series, joined(guides, more), caption, height);
  }

  /**
   * @param sentences what is drawn
   * @return the same plot with this caption
   */
  public LinePlot captioned(String sentences) {
    return new LinePlot(title, x, y, series, guides, sentences, height);
  }

  /**
   * @param units the height of the plot without what is around it
   * @return the same plot as high as that
   */
  public LinePlot ofHeight(int units) {
    return new LinePlot(title, x, y, series, guides, caption, units);
  }

  /**
   * @return the plot, drawn
   */
  public Sheet sheet() {
    Fonts.require();
    return new PlaneDrawing(this).sheet();
  }

  private static <T> List<T> joined(List<T> list, T more) {
    return new ArrayList<>(Stream.concat(list.stream(), Stream.of(more)).toList());
  }
}
