package rwskit.experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.figure.Figure;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.study.Models;
import rwskit.study.Study;
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
        Comparison,
        Composition,
        Lightweight,
        PatchChoice,
        Patching,
        Projections,
        ShallowLayers,
        StandardDirection,
        Streams,
        Strength,
        Together,
        Transfer {
  /** Whose test images and networks are measured. */
  final Models models;

  private final List<? extends Experiment> parts;
  private Table rows;

  /**
   * @param parts experiments of the same class, whose rows one after the other are this one's; none
   *     where it is measured itself
   */
  Experiment(Models models, List<? extends Experiment> parts) {
    this.models = models;
    this.parts = parts;
  }

  /**
   * @return a row for everything that is measured; a copy, which the caller may change
   * @throws BadInputException if what was set does not fit the models
   * @throws CancellationException if the thread was interrupted
   */
  public final synchronized Table rows() {
    if (rows == null && parts.isEmpty()) {
      try (ProgressDisplay display = ProgressDisplays.here()) {
        rows = measure(display);
      }
    } else if (rows == null) {
      rows = parts.get(0).rows();
      parts.subList(1, parts.size()).forEach(part -> rows.append(part.rows()));
    }
    return rows.copy();
  }

  /**
   * @return means in percent, ± one standard deviation over seeds
   */
  public abstract Table summary();

  /**
   * @param title what the reader is to look at
   * @return the figure, of {@link #rows()}; where test images were measured its caption says which
   */
  public final Figure figure(String title) {
    return captioned(drawn(title));
  }

  abstract Figure drawn(String title);

  /** With what the rows are of; what all parts have in common is said once. */
  final Figure captioned(Figure figure) {
    List<List<String>> each =
        (parts.isEmpty() ? Stream.of(this) : parts.stream()).map(Experiment::tested).toList();
    if (each.get(0).isEmpty()) {
      return figure;
    }
    boolean alike = each.stream().map(sentences -> sentences.get(0)).distinct().count() == 1;
    Stream<String> said =
        alike
            ? each.stream().flatMap(List::stream)
            : each.stream().map(sentences -> String.join(" ", sentences));
    return figure.noted(said.distinct().collect(Collectors.joining(" ")));
  }

  /** What every patch of the rows keeps of a signature, in a sentence. */
  static String kept(int layers) {
    return firstLayers(layers) + ".";
  }

  /** What every patch of the rows is. */
  static String kept(int layers, double alpha) {
    String strength = BigDecimal.valueOf(alpha).stripTrailingZeros().toPlainString();
    return "%s, α = %s.".formatted(firstLayers(layers), strength);
  }

  private static String firstLayers(int layers) {
    return layers == 1
        ? "The first layer of each signature"
        : "The first %s layers of each signature".formatted(layers);
  }

  /** What is patched with what and measured on which images, in sentences. */
  List<String> tested() {
    return List.of(models.study().testCaption());
  }

  /** Whether a patch brings new running statistics, so that a control has to have these alone. */
  final boolean hasStatistics() {
    return models.study().network().hasBatchNorm();
  }

  /** TA and RA, and with batch normalisation those of new statistics alone. */
  final List<String> taAndRa() {
    return hasStatistics()
        ? List.of(Columns.TA, Columns.RA, Columns.TA_STATISTICS, Columns.RA_STATISTICS)
        : List.of(Columns.TA, Columns.RA);
  }

  abstract Table measure(ProgressDisplay display);

  /**
   * The parts of an experiment to which another is added.
   *
   * @throws BadInputException if the rows of two of them could not be told apart, so that a summary
   *     would be a mean of both
   */
  static <E extends Experiment> List<E> joined(E first, List<E> parts, E other) {
    first.requireToldFrom(other);
    return Stream.concat(parts.isEmpty() ? Stream.of(first) : parts.stream(), Stream.of(other))
        .toList();
  }

  /** What the measured networks depend on, whether or not rows say so. */
  List<Object> dependsOn() {
    return trained(models);
  }

  static List<Object> trained(Models models) {
    Study study = models.study();
    return List.of(
        study.data().label(),
        study.network(),
        study.pretraining(),
        study.fineTuning(),
        study.severity());
  }

  /** What tables say of where their rows are from. */
  String place() {
    return models.study().data().label();
  }

  final void requireToldFrom(Experiment other) {
    if (!parts.isEmpty()) {
      parts.forEach(part -> part.requireToldFrom(other));
    } else if (!other.parts.isEmpty()) {
      other.parts.forEach(this::requireToldFrom);
    } else if (place().equals(other.place()) && !dependsOn().equals(other.dependsOn())) {
      throw new BadInputException(
          "both experiments are of \"%s\", but of networks that were made in different ways, and no column would tell their rows apart: take the summary of each"
              .formatted(place()));
    }
  }

  /** Rows with the control of batch normalisation have columns that others lack. */
  final void requireSameControls(Experiment other) {
    if (hasStatistics() != other.hasStatistics()) {
      throw new BadInputException(
          "the networks of \"%s\" and \"%s\" are not alike: one has batch normalisation, whose control is a column that the other's rows lack; take the summary of each"
              .formatted(place(), other.place()));
    }
  }

  /** What varies is said of each experiment before they are joined. */
  final void requireSingle() {
    if (!parts.isEmpty()) {
      throw new BadInputException(
          "an experiment of several cannot be changed: say what varies before and(…)");
    }
  }
}
