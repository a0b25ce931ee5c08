package rwskit.notebook;

import org.knowm.xchart.internal.chartpart.IChart;
import rwskit.figure.Figure;
import rwskit.file.BadInputException;
import rwskit.live.Answers;
import rwskit.study.Scale;
import tech.tablesaw.table.Relation;

/** The notebook in which this code runs. */
public final class Notebook {
  private Notebook() {}

  private static final String SMALL =
      "Small scale ("
          + Scale.VARIABLE
          + "=quick): few images, short trainings, rough numbers. Text that states results states"
          + " those of the default scale.";

  /**
   * From the next cell output on, Tablesaw tables are shown as tables; figures, {@link Answers} and
   * charts that a reader makes with XChart are shown as pictures. Under JJava this has already
   * happened when the jar came onto the class path; under IJava a notebook calls it once. At the
   * small scale the cell says that it is small.
   *
   * @throws BadInputException outside a notebook kernel
   */
  public static void install() {
    install(
        Kernel.running()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "there is no notebook here: call Notebook.install() in a cell that the"
                            + " JJava or the IJava kernel runs")),
        Scale.ofEnvironment());
  }

  static void install(Kernel kernel, Scale scale) {
    teach(kernel);
    if (scale == Scale.QUICK) {
      kernel.display("rwskit-scale", Rendering.html("<p><b>" + SMALL + "</b></p>", SMALL));
    }
  }

  static void teach(Kernel kernel) {
    kernel.show(Relation.class, Rendering.HTML, TableForm::of);
    kernel.show(Figure.class, Rendering.PNG, FigureForm::of);
    kernel.show(IChart.class, Rendering.PNG, ChartForm::of);
    kernel.show(Answers.class, Rendering.PNG, AnswersForm::of);
  }
}
