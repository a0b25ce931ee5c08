package rwskit.figure;

import rwskit.drawing.Sheet;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;

/**
 * A drawing and the table that it was drawn from, which are shown and saved together. Immutable.
 *
 * @param sheet what is drawn, with its title and its caption
 * @param table the numbers behind it
 */
public record Figure(Sheet sheet, Table table) {
  /** Keeps a copy of the table. */
  public Figure {
    table = table.copy();
  }

  /**
   * @return a copy of the numbers behind it, which the caller may change
   */
  @Override
  public Table table() {
    return table.copy();
  }

  /**
   * @return what the reader is to look at
   */
  public String title() {
    return sheet.title();
  }

  /**
   * @return what is drawn, in sentences: of how many seeds, and what bars and colours mean
   */
  public String caption() {
    return sheet.caption();
  }

  /**
   * @param sentence more to say in the caption, such as {@link rwskit.study.Study#testCaption()}
   * @return the figure with it
   */
  public Figure noted(String sentence) {
    return new Figure(sheet.noted(sentence), table);
  }

  /**
   * Writes {@code name.svg}, {@code name.png} and {@code name.csv} into {@link
   * FigureFiles#standard()}.
   *
   * @param name of the figure, without ending
   * @return this figure, so that the last line of a cell saves and shows it
   * @throws BadInputException if the files cannot be written or there is no font to letter with
   */
  public Figure save(String name) {
    FigureFiles.standard().save(name, this);
    return this;
  }

  @Override
  public String toString() {
    return "[%s, %s × %s]".formatted(title(), sheet.width(), sheet.height());
  }
}
