package rwskit.study;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.model.Attack;
import rwskit.model.NetworkModel;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Measures weights on a study's test images for a table and shows how far it is. */
final class Measuring {
  private final Evaluation evaluation;
  private final ProgressDisplay display;
  private final String task;
  private final int total;
  private final long startNanos = System.nanoTime();
  private int done;

  /**
   * @param study on whose test images
   * @param task what is measured, for the display
   * @param total how many accuracies there will be
   * @param display is shown how far it is
   */
  Measuring(Study study, String task, int total, ProgressDisplay display) {
    this.evaluation = study.evaluation();
    this.display = display;
    this.task = study.name() + " · " + task;
    this.total = total;
  }

  Accuracy ta(StateDict weights) {
    return counted(evaluation.accuracy(weights));
  }

  Accuracy ra(StateDict weights, Corruption... corruptions) {
    return counted(evaluation.accuracy(weights, corruptions));
  }

  /** Accuracy under an attack, of an evaluation on fewer images. */
  Accuracy attacked(Evaluation few, StateDict weights, Attack attack) {
    return counted(few.accuracy(weights, attack));
  }

  private void finish() {
    display.finish("%s: %d accuracies".formatted(task, done));
  }

  /**
   * Works on the parts of a table on all cores, each on one thread, and puts their rows in order.
   *
   * @param table receives the rows
   * @param parts each gives some rows, in a table of the same columns
   * @return the table
   */
  Table rows(Table table, List<Supplier<Table>> parts) {
    List<Table> rows =
        parts.parallelStream()
            .map(
                part -> {
                  // libtorch remembers the number by thread.
                  NetworkModel.useThreads(1);
                  return part.get();
                })
            .toList();
    rows.forEach(table::append);
    finish();
    return table;
  }

  /**
   * Works on the parts one after another: attacks need gradients, and DJL allows a single gradient
   * collector. On one thread, as several gain little on small networks and lose much where others
   * want the cores too.
   *
   * @param table receives the rows
   * @param parts each gives some rows, in a table of the same columns
   * @return the table
   */
  Table rowsInTurn(Table table, List<Supplier<Table>> parts) {
    NetworkModel.useThreads(1);
    parts.forEach(part -> table.append(part.get()));
    finish();
    return table;
  }

  private synchronized Accuracy counted(Accuracy accuracy) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(task + " was interrupted");
    }
    done++;
    display.show(
        Progress.counted(
            task,
            1,
            1,
            (long) done * accuracy.images(),
            (long) total * accuracy.images(),
            (System.nanoTime() - startNanos) / 1e9));
    return accuracy;
  }

  /** Adds a column for an accuracy and two for its interval. */
  static void addColumns(Table table, String... names) {
    for (String name : names) {
      table.addColumns(
          DoubleColumn.create(name),
          DoubleColumn.create(name + " low"),
          DoubleColumn.create(name + " high"));
    }
  }

  static void append(Table table, String name, Accuracy accuracy) {
    table.doubleColumn(name).append(accuracy.percent());
    table.doubleColumn(name + " low").append(accuracy.low());
    table.doubleColumn(name + " high").append(accuracy.high());
  }
}
