package rwskit.experiment;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.knowm.xchart.internal.chartpart.Chart;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.study.Models;
import tech.tablesaw.api.Table;

/**
 * Something that is measured of a study's models, over all its seeds. Measuring begins when rows, a
 * summary or a figure are asked for first, shows its progress where it can be shown, uses all
 * cores, and is done once. What varies is set before, by methods that give a changed copy. Safe for
 * threads.
 */
public abstract sealed class Experiment
    permits Adaptation,
        AdversarialPatching,
        AdversarialTransfer,
        Composition,
        Lightweight,
        Patching,
        ShallowLayers,
        Strength,
        Together,
        Transfer {
  /** Whose test images and networks are measured. */
  final Models models;

  private final List<? extends Experiment> more;
  private Table rows;

  /**
   * @param more experiments of the same class, whose rows follow the own ones
   */
  Experiment(Models models, List<? extends Experiment> more) {
    this.models = models;
    this.more = more;
  }

  /**
   * @return a row for everything that is measured; a copy, which the caller may change
   * @throws BadInputException if what was set does not fit the models
   * @throws CancellationException if the thread was interrupted
   */
  public final synchronized Table rows() {
    if (rows == null) {
      try (ProgressDisplay display = ProgressDisplays.here()) {
        rows = measure(display);
      }
      for (Experiment other : more) {
        rows.append(other.rows());
      }
    }
    return rows.copy();
  }

  /**
   * @return means in percent, ± one standard deviation over seeds
   */
  public abstract Table summary();

  /**
   * @param title what the reader is to look at
   * @return the figure, of {@link #rows()}
   */
  public abstract Chart<?, ?> figure(String title);

  abstract Table measure(ProgressDisplay display);
}
