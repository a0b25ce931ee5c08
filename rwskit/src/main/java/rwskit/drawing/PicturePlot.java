package rwskit.drawing;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Small images in rows and columns, enlarged so that each pixel can be seen, in blocks one below
 * the other.
 *
 * @param title what the reader is to look at
 * @param rowsTitle what the rows are
 * @param rows their names, from the top, the same in each block
 * @param blocks columns that stand side by side, from the left
 * @param caption what is drawn, in sentences
 */
public record PicturePlot(
    String title, String rowsTitle, List<String> rows, List<List<Column>> blocks, String caption) {
  /**
   * Images below each other.
   *
   * @param group what the column belongs to; its name stands once above columns that follow each
   *     other
   * @param name of the column
   * @param images one for each row
   */
  public record Column(String group, String name, List<BufferedImage> images) {
    /** Keeps a copy of the list. */
    public Column {
      images = List.copyOf(images);
    }
  }

  private static final Type GROUP = Type.bold(16);
  private static final Type NAME = Type.plain(14);
  private static final double SMALLEST = 80;
  private static final double GAP = 4;
  private static final double BLOCK_GAP = 18;

  /** Keeps copies of the lists. */
  public PicturePlot {
    rows = List.copyOf(rows);
    blocks = blocks.stream().map(List::copyOf).toList();
  }

  /**
   * @return the plot, drawn
   */
  public Sheet sheet() {
    Fonts.require();
    double cell = SMALLEST;
    int columns = 0;
    for (List<Column> block : blocks) {
      columns = Math.max(columns, block.size());
      for (Column column : block) {
        cell = Math.max(cell, NAME.widest(List.of(column.name().split("\\s+"))) + 2);
      }
    }
    double left = Frame.MARGIN + Math.max(NAME.width(rowsTitle), NAME.widest(rows)) + 2 * GAP;
    int width = (int) Math.ceil(left + columns * (cell + GAP) + Frame.MARGIN);
    List<Mark> marks = new ArrayList<>(Frame.title(title, width));
    double y = Frame.below(marks, Frame.MARGIN) + BLOCK_GAP / 2;
    for (List<Column> block : blocks) {
      y = block(marks, block, left, y, cell) + BLOCK_GAP;
    }
    return Frame.sheet(title, caption, width, marks, y - BLOCK_GAP);
  }

  /** Returns where the block ends. */
  private double block(List<Mark> marks, List<Column> block, double left, double top, double cell) {
    double most = 0;
    for (Column column : block) {
      most = Math.max(most, NAME.lines(column.name(), cell).size());
    }
    double groups = top + groups(marks, block, left, top, cell);
    double names = groups + most * NAME.lineHeight() + GAP;
    marks.add(Label.upTo(rowsTitle, left - 2 * GAP, names - GAP - NAME.descent(), NAME));
    for (int i = 0; i < block.size(); i++) {
      double x = left + i * (cell + GAP);
      List<String> lines = NAME.lines(block.get(i).name(), cell);
      double base = names - GAP - NAME.descent() - (lines.size() - 1) * NAME.lineHeight();
      for (String line : lines) {
        marks.add(Label.from(line, x, base, NAME));
        base += NAME.lineHeight();
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      double y = names + row * (cell + GAP);
      double base = y + cell / 2 + (NAME.ascent() - NAME.descent()) / 2;
      marks.add(Label.upTo(rows.get(row), left - 2 * GAP, base, NAME));
      for (int i = 0; i < block.size(); i++) {
        marks.add(
            new Pixels(block.get(i).images().get(row), left + i * (cell + GAP), y, cell, cell));
      }
    }
    return names + rows.size() * (cell + GAP) - GAP;
  }

  /** Writes each group's name across its columns; returns how much room the names take. */
  private static double groups(
      List<Mark> marks, List<Column> block, double left, double top, double cell) {
    double height = 0;
    for (int first = 0, next; first < block.size(); first = next) {
      String group = block.get(first).group();
      next = first + 1;
      while (next < block.size() && block.get(next).group().equals(group)) {
        next++;
      }
      double y = top + GROUP.ascent();
      double x = left + first * (cell + GAP);
      List<String> lines = GROUP.lines(group, (next - first) * (cell + GAP) - GAP);
      for (String line : lines) {
        marks.add(Label.from(line, x, y, GROUP));
        y += GROUP.lineHeight();
      }
      height = Math.max(height, lines.size() * GROUP.lineHeight());
    }
    return height;
  }
}
