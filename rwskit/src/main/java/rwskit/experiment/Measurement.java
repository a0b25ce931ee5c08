package rwskit.experiment;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.model.Attack;
import rwskit.model.Torch;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** One run of an experiment: measures weights on a study's test images, shows how far it is. */
final class Measurement {
  private final Evaluation evaluation;
  private final ProgressDisplay display;
  private final String task;
  private final long startNanos = System.nanoTime();
  private int total;
  private int done;

  Measurement(Models models, String task, ProgressDisplay display) {
    this.evaluation = models.evaluation();
    this.display = display;
    this.task = models.study().name() + " · " + task;
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

  /**
   * Works on the parts of a table on all cores, each on one thread, and puts their rows in order.
   *
   * @param table receives the rows
   * @param parts each gives some rows, in a table of the same columns
   * @param accuracies that a part measures, for the display
   * @return the table
   */
  Table inParallel(Table table, List<Supplier<Table>> parts, int accuracies) {
    total = parts.size() * accuracies;
    List<Table> rows = parts.parallelStream().map(Measurement::onOneThread).toList();
    rows.forEach(table::append);
    return finish(table);
  }

  /**
   * Works on the parts one after another: attacks need gradients, and DJL allows a single gradient
   * collector. On one thread, as several gain little on small networks and lose much where others
   * want the cores too.
   *
   * @param table receives the rows
   * @param parts each gives some rows, in a table of the same columns
   * @param accuracies that a part measures, for the display
   * @return the table
   */
  Table inTurn(Table table, List<Supplier<Table>> parts, int accuracies) {
    total = parts.size() * accuracies;
    parts.forEach(part -> table.append(onOneThread(part)));
    return finish(table);
  }

  private static Table onOneThread(Supplier<Table> part) {
    return Torch.onThreads(1, part::get);
  }

  private Table finish(Table table) {
    display.finish(task + ": " + done + " accuracies");
    return table;
  }

  private Accuracy counted(Accuracy accuracy) {
    counted(accuracy.images());
    return accuracy;
  }

  /** Tells that one more accuracy, over so many images, is known. */
  synchronized void counted(int images) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(task + " was interrupted");
    }
    done++;
    display.show(
        Progress.counted(
            task,
            1,
            1,
            (long) done * images,
            (long) Math.max(done, total) * images,
            (System.nanoTime() - startNanos) / 1e9));
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

  static void set(Row row, String name, Accuracy accuracy) {
    row.setDouble(name, accuracy.percent());
    row.setDouble(name + " low", accuracy.low());
    row.setDouble(name + " high", accuracy.high());
  }
}
