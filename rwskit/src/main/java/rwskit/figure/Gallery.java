package rwskit.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.internal.chartpart.IChart;
import rwskit.corruption.Corruption;
import rwskit.corruption.Family;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.data.ImageSet;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * One picture under every corruption at every severity: a column for each corruption, a row for
 * each severity, the families side by side. Enlarged without smoothing, so that each pixel can be
 * seen. It is shown and saved as a chart is.
 */
public final class Gallery implements IChart {
  private static final int CELL = 84;
  private static final int GAP = 4;
  private static final int MARGIN = 14;
  private static final int SEVERITY_WIDTH = 34;
  private static final int TITLE_HEIGHT = 40;
  private static final int LINE_HEIGHT = 16;
  private static final int LABEL_HEIGHT = 38;
  private static final int FAMILY_HEIGHT = 26;
  private static final int BLOCK_GAP = 16;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font FAMILY = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Font SEVERITY = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  private static final Color INK = new Color(0x222222);

  /** Which families stand side by side. */
  private static final List<List<Family>> BLOCKS =
      List.of(List.of(Family.NOISE, Family.BLUR), List.of(Family.WEATHER, Family.DIGITAL));

  private final ImageSet picture;
  private final Variant variant;
  private final String title;

  private Gallery(ImageSet picture, Variant variant, String title) {
    this.picture = picture;
    this.variant = variant;
    this.title = title;
  }

  /**
   * @param images any number of images
   * @param index which of them is shown; its draws are those of the seed 0
   * @param title what the reader is to look at
   * @return the gallery, with the parameters of the variant nearest to the images in size
   */
  public static Gallery of(ImageSet images, int index, String title) {
    return new Gallery(
        images.select(index), Variant.nearest(images.height(), images.width()), title);
  }

  /**
   * How much each corruption changes this picture.
   *
   * @return a row for each corruption and severity: the mean absolute change of a value, 0 to 255
   */
  public Table changes() {
    Table table =
        Table.create(
            "change of the picture",
            StringColumn.create("corruption"),
            IntColumn.create("severity"),
            DoubleColumn.create("mean absolute change"));
    byte[] clean = picture.image(0);
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        byte[] changed = corruption.apply(picture, Setting.of(variant, severity), 0).image(0);
        long sum = 0;
        for (int i = 0; i < clean.length; i++) {
          sum += Math.abs((clean[i] & 0xFF) - (changed[i] & 0xFF));
        }
        table.stringColumn("corruption").append(corruption.label());
        table.intColumn("severity").append(severity);
        table.doubleColumn("mean absolute change").append(sum / (double) clean.length);
      }
    }
    return table;
  }

  @Override
  public String getTitle() {
    return title;
  }

  @Override
  public int getWidth() {
    int columns = BLOCKS.stream().mapToInt(block -> corruptions(block).size()).max().orElse(0);
    return 2 * MARGIN + SEVERITY_WIDTH + columns * (CELL + GAP);
  }

  @Override
  public int getHeight() {
    return 2 * MARGIN + TITLE_HEIGHT + BLOCKS.size() * blockHeight() - BLOCK_GAP;
  }

  private static int blockHeight() {
    return FAMILY_HEIGHT + LABEL_HEIGHT + Corruption.SEVERITIES * (CELL + GAP) + BLOCK_GAP;
  }

  private static List<Corruption> corruptions(List<Family> block) {
    return block.stream()
        .flatMap(family -> Arrays.stream(Corruption.values()).filter(one -> one.family() == family))
        .toList();
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
    for (int block = 0; block < BLOCKS.size(); block++) {
      paint(graphics, BLOCKS.get(block), MARGIN + TITLE_HEIGHT + block * blockHeight());
    }
  }

  private void paint(Graphics2D graphics, List<Family> block, int top) {
    int images = top + FAMILY_HEIGHT + LABEL_HEIGHT;
    graphics.setFont(SEVERITY);
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      int middle = images + (severity - 1) * (CELL + GAP) + CELL / 2 + 6;
      graphics.drawString(Integer.toString(severity), MARGIN + 10, middle);
    }
    Family before = null;
    int left = MARGIN + SEVERITY_WIDTH;
    for (Corruption corruption : corruptions(block)) {
      if (corruption.family() != before) {
        before = corruption.family();
        graphics.setFont(FAMILY);
        graphics.drawString(before.label(), left, top + 16);
      }
      graphics.setFont(LABEL);
      String[] words = corruption.label().split("_");
      for (int word = 0; word < words.length; word++) {
        graphics.drawString(words[word], left, top + FAMILY_HEIGHT + 14 + word * LINE_HEIGHT);
      }
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        ImageSet corrupted = corruption.apply(picture, Setting.of(variant, severity), 0);
        int y = images + (severity - 1) * (CELL + GAP);
        graphics.drawImage(Pictures.drawable(corrupted), left, y, CELL, CELL, null);
      }
      left += CELL + GAP;
    }
  }
}
