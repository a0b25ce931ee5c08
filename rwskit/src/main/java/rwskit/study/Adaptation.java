package rwskit.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.signature.Layers;
import rwskit.signature.Patch;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.training.EpochResult;
import rwskit.weights.StateDict;
import rwskit.weights.TensorDifference;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A study's θ_std that were trained further, on the same images or on others, and what the
 * signatures from before still do for them: the paper's claim that signatures carry over to a
 * backbone that was adapted.
 */
public final class Adaptation {
  /** Column: for how many further epochs θ_std was trained; 0 is θ_std itself. */
  public static final String EPOCHS = "further epochs";

  /** Column: how many of them the weights have seen that were best on validation images. */
  public static final String KEPT = "epochs kept";

  /** Column: ‖θ_adapted − θ_std‖ / ‖θ_std‖ over the layers that are patched. */
  public static final String DRIFT = "drift";

  /** Column: TA with the signature from before. */
  public static final String TA_OLD = "TA old signature";

  /** Column: RA with the signature from before. */
  public static final String OLD = "RA old signature";

  /** Column: the same with signatures of wrong corruptions, mean over at most three. */
  public static final String WRONG = "RA wrong old signatures";

  /**
   * Column: RA with the signature of the new images; missing where the images are the same or there
   * is none.
   */
  public static final String OWN = "RA new set's signature";

  private static final int MEASURED = 4;

  private final Models origin;
  private final Models target;
  private final boolean sameImages;
  private final List<Step> steps;

  /** The backbone of a seed after some epochs. */
  private record Step(long seed, int epochs, int kept, StateDict weights) {}

  private Adaptation(Models origin, Models target, boolean sameImages, List<Step> steps) {
    this.origin = origin;
    this.target = target;
    this.sameImages = sameImages;
    this.steps = steps;
  }

  /**
   * Trains each seed's θ_std in steps, each from the end of the one before, and keeps all.
   *
   * @param epochs in all after each step, ascending
   * @throws BadInputException if they are not ascending from at least 1, or a training fails
   */
  static Adaptation train(
      Models origin, Models target, List<Integer> epochs, Store store, ProgressDisplay display) {
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i) <= (i == 0 ? 0 : epochs.get(i - 1))) {
        throw new BadInputException(
            "further epochs %s: expected ascending numbers, at least 1".formatted(epochs));
      }
    }
    boolean same = origin.study().data().fingerprint().equals(target.study().data().fingerprint());
    List<Long> seeds = origin.study().seeds();
    int count = seeds.size() * epochs.size();
    List<Step> steps = new ArrayList<>();
    int trainings = 0;
    for (long seed : seeds) {
      if (same) {
        steps.add(new Step(seed, 0, 0, origin.seed(seed).standard()));
      }
      Study from = origin.study();
      int done = 0;
      int kept = 0;
      for (int until : epochs) {
        Study next = further(target.study(), from, seed, until - done);
        ProgressDisplay part = new Part(display, ++trainings, count);
        StoredModel model =
            next.train(Compute.here(), store, part).stored(ModelSpec.standard(seed));
        kept += bestEpoch(model);
        steps.add(new Step(seed, until, kept, model.bestTa()));
        from = next;
        done = until;
      }
    }
    display.finish(
        "%s: θ_std of %d seeds on %s, %s further epochs"
            .formatted(origin.study().name(), seeds.size(), target.study().data().label(), epochs));
    return new Adaptation(origin, target, same, List.copyOf(steps));
  }

  private static Study further(Study target, Study from, long seed, int epochs) {
    return target
        .withPretraining(new Pretraining.Backbone(from, seed))
        .withSeeds(seed)
        .withCorruptions()
        .withFineTuning(target.fineTuning().withEpochs(epochs));
  }

  private static int bestEpoch(StoredModel model) {
    // Of equals the first, as the store keeps it.
    return model.epochs().stream()
        .max(Comparator.comparingDouble(EpochResult::validationTa))
        .orElseThrow()
        .epoch();
  }

  /**
   * Patches every backbone with signatures of its seed from before it was trained further, and
   * measures it on the new test images, with live progress where it can be shown.
   *
   * @param corruptions whose signatures, at least two
   * @param layers how many of the first layers
   * @param alpha strength
   * @return a row for each seed, number of epochs and corruption, TA and RA in percent with 95 %
   *     bootstrap intervals over test images; 0 epochs only where the images are the same
   * @throws BadInputException if there are fewer than two corruptions, the origin lacks one of
   *     them, or the network has fewer layers
   */
  public Table patching(List<Corruption> corruptions, int layers, double alpha) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return patching(corruptions, layers, alpha, display);
    }
  }

  Table patching(List<Corruption> corruptions, int layers, double alpha, ProgressDisplay display) {
    if (corruptions.size() < 2) {
      throw new BadInputException(
          "old signatures need a wrong one beside them: expected two corruptions, found %s"
              .formatted(corruptions.stream().map(Corruption::label).toList()));
    }
    Table table =
        Table.create(
            "adapted backbones with signatures from before",
            StringColumn.create(PatchingTable.DATA),
            LongColumn.create(PatchingTable.SEED),
            IntColumn.create(EPOCHS),
            IntColumn.create(KEPT),
            DoubleColumn.create(DRIFT),
            StringColumn.create(PatchingTable.CORRUPTION));
    Measuring.addColumns(table, PatchingTable.TA, TA_OLD, PatchingTable.RA, OLD);
    table.addColumns(DoubleColumn.create(WRONG), DoubleColumn.create(OWN));
    int wrong = TransferTable.wrongOnes(corruptions, corruptions.get(0)).size();
    int own = (int) corruptions.stream().filter(this::hasOwn).count();
    int total = steps.size() * (corruptions.size() * (MEASURED + wrong) + own);
    Measuring measuring = new Measuring(target.study(), "old signatures", total, display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (Step step : steps) {
      double drift = drift(step, layers);
      for (Corruption corruption : corruptions) {
        Rows rows = new Rows(step, corruption, corruptions, layers, alpha, measuring);
        parts.add(() -> rows.addTo(table.emptyCopy(), drift));
      }
    }
    return measuring.rows(table, parts);
  }

  private boolean hasOwn(Corruption corruption) {
    return !sameImages && target.study().corruptions().contains(corruption);
  }

  private double drift(Step step, int layers) {
    StateDict before = origin.seed(step.seed).standard();
    double squares = 0;
    double baseSquares = 0;
    for (String name : Layers.first(before, layers)) {
      TensorDifference of = TensorDifference.of(before.get(name), step.weights.get(name));
      squares += of.norm() * of.norm();
      baseSquares += of.baseNorm() * of.baseNorm();
    }
    return Math.sqrt(squares / baseSquares);
  }

  /** Measures one backbone on one corruption. */
  private final class Rows {
    private final Step step;
    private final Corruption corruption;
    private final List<Corruption> all;
    private final int layers;
    private final double alpha;
    private final Measuring measuring;

    Rows(
        Step step,
        Corruption corruption,
        List<Corruption> all,
        int layers,
        double alpha,
        Measuring measuring) {
      this.step = step;
      this.corruption = corruption;
      this.all = all;
      this.layers = layers;
      this.alpha = alpha;
      this.measuring = measuring;
    }

    Table addTo(Table table, double drift) {
      table.stringColumn(PatchingTable.DATA).append(target.study().data().label());
      table.longColumn(PatchingTable.SEED).append(step.seed);
      table.intColumn(EPOCHS).append(step.epochs);
      table.intColumn(KEPT).append(step.kept);
      table.doubleColumn(DRIFT).append(drift);
      table.stringColumn(PatchingTable.CORRUPTION).append(corruption.label());
      Models before = origin.seed(step.seed);
      StateDict old = patched(before, corruption);
      Measuring.append(table, PatchingTable.TA, measuring.ta(step.weights));
      Measuring.append(table, TA_OLD, measuring.ta(old));
      Measuring.append(table, PatchingTable.RA, measuring.ra(step.weights, corruption));
      Measuring.append(table, OLD, measuring.ra(old, corruption));
      table
          .doubleColumn(WRONG)
          .append(
              TransferTable.wrongOnes(all, corruption).stream()
                  .mapToDouble(wrong -> ra(patched(before, wrong)))
                  .average()
                  .orElseThrow());
      if (hasOwn(corruption)) {
        // Where the new study lacks the seed, its first must do.
        boolean known = target.study().seeds().contains(step.seed);
        Models there = known ? target.seed(step.seed) : target;
        table.doubleColumn(OWN).append(ra(patched(there, corruption)));
      } else {
        table.doubleColumn(OWN).appendMissing();
      }
      return table;
    }

    private StateDict patched(Models of, Corruption signature) {
      return Patch.of(step.weights)
          .add(of.signature(signature).firstLayers(layers), alpha)
          .weights();
    }

    private double ra(StateDict weights) {
      return measuring.ra(weights, corruption).percent();
    }
  }

  /**
   * Means over corruptions, ± one standard deviation over seeds, in percent.
   *
   * @param patching rows of any number of data sets, as {@link #patching}
   * @return a row for each data set and number of further epochs
   */
  public static Table summary(Table patching) {
    List<String> measured = List.of(PatchingTable.TA, TA_OLD, PatchingTable.RA, WRONG, OLD, OWN);
    List<String> columns = new ArrayList<>(List.of(KEPT, DRIFT));
    columns.addAll(measured);
    GroupedMeans<Place> means = new GroupedMeans<>();
    for (Row row : patching) {
      Place place = new Place(row.getString(PatchingTable.DATA), row.getInt(EPOCHS));
      means.add(place, KEPT, row, row.getInt(KEPT));
      means.add(place, DRIFT, row, 100 * row.getDouble(DRIFT));
      means.addAll(place, measured, row);
    }
    List<String> sets = means.groups().stream().map(Place::data).distinct().toList();
    List<Place> places =
        means.groups().stream()
            .sorted(
                Comparator.comparingInt((Place place) -> sets.indexOf(place.data))
                    .thenComparingInt(place -> place.epochs))
            .toList();
    Table table =
        Table.create(
            "means of all corruptions, %",
            StringColumn.create(PatchingTable.DATA, places.stream().map(Place::data)),
            IntColumn.create(EPOCHS, places.stream().mapToInt(Place::epochs).toArray()));
    return means.appendTo(table, places, columns);
  }

  /** What the rows of the summary are of. */
  private record Place(String data, int epochs) {}

  /** One of several trainings: it counts them, and leaves the closing line to the last. */
  private record Part(ProgressDisplay display, int number, int count) implements ProgressDisplay {
    @Override
    public void show(Progress one) {
      display.show(
          new Progress(
              one.task() + ", further",
              number,
              count,
              one.epoch(),
              one.epochs(),
              one.done(),
              one.total(),
              one.perSecond(),
              one.loss(),
              one.secondsLeft()));
    }

    @Override
    public void finish(String summary) {}

    @Override
    public void close() {}
  }
}
