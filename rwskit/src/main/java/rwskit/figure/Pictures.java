package rwskit.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.internal.chartpart.IChart;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Single images in rows of five, each between two lines of text. Enlarged without smoothing, so
 * that each pixel can be seen. It is shown and saved as a chart is.
 */
public final class Pictures implements IChart {
  private static final int COLUMNS = 5;
  private static final int CELL = 160;
  private static final int GAP = 12;
  private static final int MARGIN = 14;
  private static final int TITLE_HEIGHT = 40;
  private static final int LINE_HEIGHT = 20;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  private static final Font LINE = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Color INK = new Color(0x222222);

  private final String title;
  private final List<ImageSet> images;
  private final List<String> above;
  private final List<String> below;

  private Pictures(String title, List<ImageSet> images, List<String> above, List<String> below) {
    this.title = title;
    this.images = List.copyOf(images);
    this.above = List.copyOf(above);
    this.below = List.copyOf(below);
  }

  /**
   * @param title what the reader is to look at
   * @param images sets, of which the first image each is shown
   * @param above a line for each
   * @param below another
   * @return the pictures
   * @throws BadInputException if there is not a line above and below for each image
   */
  public static Pictures of(
      String title, List<ImageSet> images, List<String> above, List<String> below) {
    if (above.size() != images.size() || below.size() != images.size()) {
      throw new BadInputException(
          "%s images with %s lines above and %s below: expected one each"
              .formatted(images.size(), above.size(), below.size()));
    }
    return new Pictures(title, images, above, below);
  }

  /**
   * @return the lines above and below, a row for each image
   */
  public Table captions() {
    return Table.create(
        title, StringColumn.create("above", above), StringColumn.create("below", below));
  }

  @Override
  public String getTitle() {
    return title;
  }

  @Override
  public int getWidth() {
    return 2 * MARGIN + COLUMNS * (CELL + GAP) - GAP;
  }

  @Override
  public int getHeight() {
    int rows = (images.size() + COLUMNS - 1) / COLUMNS;
    return 2 * MARGIN + TITLE_HEIGHT + rows * (CELL + 2 * LINE_HEIGHT + GAP);
  }

  @Override
  public void paint(Graphics2D graphics, int width, int height) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setColor(INK);
    graphics.setFont(TITLE);
    graphics.drawString(title, MARGIN, MARGIN + 20);
    graphics.setFont(LINE);
    for (int i = 0; i < images.size(); i++) {
      int left = MARGIN + i % COLUMNS * (CELL + GAP);
      int top = MARGIN + TITLE_HEIGHT + i / COLUMNS * (CELL + 2 * LINE_HEIGHT + GAP);
      graphics.drawString(above.get(i), left, top + LINE_HEIGHT - 6);
      graphics.drawImage(drawable(images.get(i)), left, top + LINE_HEIGHT, CELL, CELL, null);
      graphics.drawString(below.get(i), left, top + 2 * LINE_HEIGHT + CELL - 6);
    }
  }

  /** The first image of a set, grey or in colour. */
  static BufferedImage drawable(ImageSet set) {
    byte[] pixels = set.image(0);
    int channels = set.channels();
    BufferedImage image = new BufferedImage(set.width(), set.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < set.height() * set.width(); i++) {
      int red = pixels[i * channels] & 0xFF;
      int green = pixels[i * channels + channels / 2] & 0xFF;
      int blue = pixels[i * channels + channels - 1] & 0xFF;
      image.setRGB(i % set.width(), i / set.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }
}
