package rwskit.drawing;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Small images in rows of five, each between two lines of text, enlarged so that each pixel can be
 * seen.
 *
 * @param title what the reader is to look at
 * @param cells from the left, row by row
 * @param caption what is drawn, in sentences
 */
public record PictureGrid(String title, List<Cell> cells, String caption) {
  /**
   * An image and what is said of it.
   *
   * @param image its pixels, which nobody changes any more
   * @param above a line
   * @param below another
   */
  public record Cell(BufferedImage image, String above, String below) {}

  private static final Type LINE = Type.plain(14);
  private static final int COLUMNS = 5;
  private static final double SMALLEST = 140;
  private static final double GAP = 14;

  /** Keeps a copy of the list. */
  public PictureGrid {
    cells = List.copyOf(cells);
  }

  /**
   * @return the plot, drawn
   */
  public Sheet sheet() {
    Fonts.require();
    double side = SMALLEST;
    for (Cell cell : cells) {
      side = Math.max(side, LINE.widest(List.of(cell.above(), cell.below())));
    }
    int width = (int) Math.ceil(2 * Frame.MARGIN + COLUMNS * (side + GAP) - GAP);
    List<Mark> marks = new ArrayList<>(Frame.title(title, width));
    double top = Frame.below(marks, Frame.MARGIN) + GAP / 2;
    double height = side + 2 * LINE.lineHeight() + GAP;
    for (int i = 0; i < cells.size(); i++) {
      double x = Frame.MARGIN + i % COLUMNS * (side + GAP);
      double y = top + i / COLUMNS * height;
      double image = y + LINE.lineHeight();
      marks.add(Label.from(cells.get(i).above(), x, y + LINE.ascent(), LINE));
      marks.add(new Pixels(cells.get(i).image(), x, image, side, side));
      marks.add(Label.from(cells.get(i).below(), x, image + side + LINE.ascent(), LINE));
    }
    int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
    return Frame.sheet(title, caption, width, marks, top + rows * height - GAP);
  }
}
