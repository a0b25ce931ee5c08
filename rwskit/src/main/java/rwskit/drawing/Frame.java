package rwskit.drawing;

import java.util.ArrayList;
import java.util.List;

/** What every sheet has around its plot: the title above, the caption below, room at the sides. */
final class Frame {
  static final double MARGIN = 16;

  private static final double BETWEEN = 2;
  private static final Type TITLE = Type.bold(20);
  private static final Type CAPTION = Type.plain(14);

  private Frame() {}

  /** The title in as many lines as it needs; what follows begins below the last mark. */
  static List<Mark> title(String title, int width) {
    List<Mark> marks = new ArrayList<>();
    double y = MARGIN + TITLE.ascent();
    for (String line : TITLE.lines(title, width - 2 * MARGIN)) {
      marks.add(Label.from(line, MARGIN, y, TITLE));
      y += TITLE.lineHeight();
    }
    return marks;
  }

  /** The caption below a plot that ends at {@code bottom}. */
  static List<Mark> caption(String caption, int width, double bottom) {
    List<Mark> marks = new ArrayList<>();
    double y = bottom + MARGIN + CAPTION.ascent();
    for (String line : CAPTION.lines(caption, width - 2 * MARGIN)) {
      marks.add(
          new Label(line, MARGIN, y, CAPTION, Ink.QUIET, Label.Anchor.START, Label.Turn.LEVEL));
      y += CAPTION.lineHeight();
    }
    return marks;
  }

  /** Below all of these marks. */
  static double below(List<Mark> marks, double ifNone) {
    return marks.stream().mapToDouble(mark -> mark.bounds().getMaxY()).max().orElse(ifNone);
  }

  /** A sheet that is as high as its plot and caption ask for. */
  static Sheet sheet(String title, String caption, int width, List<Mark> plot, double bottom) {
    return ending(title, caption, width, plot, caption(caption, width, bottom), bottom);
  }

  /** A sheet with one more sentence below its caption. */
  static Sheet noted(Sheet sheet, String sentence) {
    double bottom = sheet.height() - MARGIN;
    if (sheet.caption().isBlank()) {
      return sheet(sheet.title(), sentence, sheet.width(), sheet.marks(), bottom);
    }
    return ending(
        sheet.title(),
        sheet.caption() + " " + sentence,
        sheet.width(),
        sheet.marks(),
        caption(sentence, sheet.width(), bottom - MARGIN + BETWEEN),
        bottom);
  }

  private static Sheet ending(
      String title, String caption, int width, List<Mark> plot, List<Mark> foot, double bottom) {
    List<Mark> marks = new ArrayList<>(plot);
    marks.addAll(foot);
    int height = (int) Math.ceil(below(foot, bottom) + MARGIN);
    return new Sheet(title, caption, width, height, marks);
  }
}
