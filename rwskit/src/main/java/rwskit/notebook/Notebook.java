package rwskit.notebook;

import org.knowm.xchart.internal.chartpart.IChart;
import rwskit.figure.Figure;
import rwskit.file.BadInputException;
import rwskit.live.Answers;
import tech.tablesaw.table.Relation;

/** The notebook in which this code runs. */
public final class Notebook {
  private Notebook() {}

  /**
   * From the next cell output on, Tablesaw tables are shown as tables; figures, {@link Answers} and
   * charts that a reader makes with XChart are shown as pictures. Under JJava this has already
   * happened when the jar came onto the class path; under IJava a notebook calls it once.
   *
   * @throws BadInputException outside a notebook kernel
   */
  public static void install() {
    teach(
        Kernel.running()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "there is no notebook here: call Notebook.install() in a cell that the"
                            + " JJava or the IJava kernel runs")));
  }

  static void teach(Kernel kernel) {
    kernel.show(Relation.class, Rendering.HTML, TableForm::of);
    kernel.show(Figure.class, Rendering.PNG, FigureForm::of);
    kernel.show(IChart.class, Rendering.PNG, ChartForm::of);
    kernel.show(Answers.class, Rendering.PNG, AnswersForm::of);
  }
}
