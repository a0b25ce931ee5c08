package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.detect.PatchSource;
import rwskit.evaluation.Evaluation;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.model.NetworkModel;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How many layers of the right signature, and how much of it: chosen from validation images, from
 * images without labels, and by an oracle that is shown the test images' labels.
 *
 * <p>Rules, in {@link Columns#RULE}: {@link #FIXED} takes the most layers at α = 1; {@link
 * #VALIDATION} the pair with the highest mean RA over corruptions on validation images of the
 * severity; {@link #ENTROPY} and {@link #AGREEMENT} see {@link rwskit.detect.Strength.Rule}, on the
 * first 64 test images; {@link #ORACLE} the pair with the highest RA.
 *
 * <p>Rows: one for each seed, severity, corruption and rule, in {@link Columns#DATA}, {@link
 * Columns#SEED}, {@link Columns#SEVERITY}, {@link Columns#CORRUPTION}, {@link Columns#RULE}, {@link
 * Columns#LAYERS}, {@link Columns#ALPHA}, {@link Columns#RA}, {@link Columns#RA_ORACLE}.
 */
public final class PatchChoice extends Experiment {
  /** What {@link Columns#RULE} says where nothing is chosen. */
  public static final String FIXED = "fixed";

  /** What {@link Columns#RULE} says of validation images. */
  public static final String VALIDATION = "validation images";

  /** What {@link Columns#RULE} says of the least entropy of predictions. */
  public static final String ENTROPY = "entropy";

  /** What {@link Columns#RULE} says of predictions that most patches agree with. */
  public static final String AGREEMENT = "agreement";

  /** What {@link Columns#RULE} says of the test images' labels. */
  public static final String ORACLE = "oracle";

  private static final int UNLABELLED = 64;

  private final List<Integer> layers;
  private final List<Double> alphas;
  private final List<Integer> severities;

  private PatchChoice(
      Models models, List<Integer> layers, List<Double> alphas, List<Integer> severities) {
    super(models, List.of());
    this.layers = layers;
    this.alphas = alphas;
    this.severities = severities;
  }

  /**
   * @param models to be measured
   * @return two, four and eight layers, α of a quarter to 1, severities 1, 3 and 5
   */
  public static PatchChoice of(Models models) {
    return new PatchChoice(models, List.of(2, 4, 8), List.of(.25, .5, .75, 1.0), List.of(1, 3, 5));
  }

  /**
   * @param counts how many of the first layers come into question
   * @return the experiment with those
   */
  public PatchChoice layers(int... counts) {
    return new PatchChoice(models, Arrays.stream(counts).boxed().toList(), alphas, severities);
  }

  /**
   * @param strengths that come into question, above 0
   * @return the experiment with those
   */
  public PatchChoice alphas(double... strengths) {
    return new PatchChoice(models, layers, Arrays.stream(strengths).boxed().toList(), severities);
  }

  /**
   * @param levels severities of the images
   * @return the experiment with those
   */
  public PatchChoice severities(int... levels) {
    return new PatchChoice(models, layers, alphas, Arrays.stream(levels).boxed().toList());
  }

  /** A patch that comes into question, and what is known of it. */
  private record Tried(int layers, double alpha, double ra, double validation, float[] logits) {}

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "which patch",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            IntColumn.create(Columns.SEVERITY),
            StringColumn.create(Columns.CORRUPTION),
            StringColumn.create(Columns.RULE),
            IntColumn.create(Columns.LAYERS),
            DoubleColumn.create(Columns.ALPHA),
            DoubleColumn.create(Columns.RA),
            DoubleColumn.create(Columns.RA_ORACLE));
    Measurement measurement = new Measurement(models, "which patch", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (int severity : severities) {
      Study study = models.study().withSeverity(severity);
      Evaluation test = study.evaluation();
      Evaluation validation = study.validation();
      ImageSet all = study.data().test();
      ImageSet unlabelled = all.range(0, Math.min(UNLABELLED, all.size()));
      for (long seed : models.study().seeds()) {
        parts.add(
            () -> {
              Map<Corruption, List<Tried>> tried = new LinkedHashMap<>();
              for (Corruption corruption : study.corruptions()) {
                ImageSet some =
                    corruption.apply(
                        unlabelled, study.setting(unlabelled), Evaluation.CORRUPTION_SEED);
                tried.put(
                    corruption,
                    tried(models.seed(seed), corruption, test, validation, some, measurement));
              }
              return rows(table.emptyCopy(), seed, severity, tried);
            });
      }
    }
    return measurement.inParallel(
        table, parts, models.study().corruptions().size() * layers.size() * alphas.size());
  }

  private List<Tried> tried(
      Models seed,
      Corruption corruption,
      Evaluation test,
      Evaluation validation,
      ImageSet unlabelled,
      Measurement measurement) {
    List<Tried> tried = new ArrayList<>();
    StateDict base = seed.standard();
    try (NetworkModel model = NetworkModel.open(seed.study().network(), base)) {
      for (int kept : layers) {
        for (double alpha : alphas) {
          StateDict patched = seed.patched(corruption, kept, alpha);
          tried.add(
              new Tried(
                  kept,
                  alpha,
                  test.accuracy(patched, corruption).percent(),
                  validation.accuracy(patched, corruption).percent(),
                  model.logits(unlabelled, model.load(PatchSource.changed(base, patched)))));
          measurement.counted(test.images());
        }
      }
    }
    return tried;
  }

  private Table rows(Table table, long seed, int severity, Map<Corruption, List<Tried>> tried) {
    int places = layers.size() * alphas.size();
    double[] validation =
        IntStream.range(0, places)
            .mapToDouble(
                i -> tried.values().stream().mapToDouble(all -> all.get(i).validation).sum())
            .toArray();
    tried.forEach(
        (corruption, all) -> {
          Tried oracle = all.get(most(places, i -> all.get(i).ra));
          Map<String, Tried> chosen = new LinkedHashMap<>();
          chosen.put(FIXED, all.get(fixed(all)));
          chosen.put(VALIDATION, all.get(most(places, i -> validation[i])));
          chosen.put(ENTROPY, all.get(least(all, rwskit.detect.Strength.byEntropy(1))));
          chosen.put(AGREEMENT, all.get(least(all, rwskit.detect.Strength.byAgreement(1))));
          chosen.put(ORACLE, oracle);
          chosen.forEach(
              (rule, one) -> {
                Row row = table.appendRow();
                row.setString(Columns.DATA, models.study().data().label());
                row.setLong(Columns.SEED, seed);
                row.setInt(Columns.SEVERITY, severity);
                row.setString(Columns.CORRUPTION, corruption.label());
                row.setString(Columns.RULE, rule);
                row.setInt(Columns.LAYERS, one.layers);
                row.setDouble(Columns.ALPHA, one.alpha);
                row.setDouble(Columns.RA, one.ra);
                row.setDouble(Columns.RA_ORACLE, oracle.ra);
              });
        });
    return table;
  }

  /** The most layers at the α nearest to 1. */
  private static int fixed(List<Tried> all) {
    Tried taken =
        all.stream()
            .max(
                Comparator.comparingInt(Tried::layers)
                    .thenComparing(
                        Comparator.comparingDouble((Tried one) -> -Math.abs(one.alpha - 1))))
            .orElseThrow();
    return all.indexOf(taken);
  }

  private int least(List<Tried> all, rwskit.detect.Strength rule) {
    double[] costs =
        rule.costs(all.stream().map(Tried::logits).toList(), models.study().network().classes());
    return most(costs.length, i -> -costs[i]);
  }

  /** The place of the largest, the first of equal ones. */
  private static int most(int count, IntToDoubleFunction value) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = value.applyAsDouble(i) > value.applyAsDouble(best) ? i : best;
    }
    return best;
  }

  /**
   * @return a row for each severity and rule: means over corruptions of RA, of its distance to the
   *     oracle's, of the number of layers and of α
   */
  @Override
  public Table summary() {
    GroupedMeans<Place> means = new GroupedMeans<>();
    for (Row row : rows()) {
      Place place = new Place(row.getInt(Columns.SEVERITY), row.getString(Columns.RULE));
      means.addAll(place, List.of(Columns.RA, Columns.LAYERS), row);
      means.add(
          place,
          Columns.AGAINST_ORACLE,
          row,
          row.getDouble(Columns.RA) - row.getDouble(Columns.RA_ORACLE));
      means.add(place, Columns.ALPHA, row, row.getDouble(Columns.ALPHA));
    }
    List<Place> places = means.groups();
    return means.appendTo(
        Table.create(
            "which patch, means of all corruptions, %",
            IntColumn.create(Columns.SEVERITY, places.stream().mapToInt(Place::severity).toArray()),
            StringColumn.create(Columns.RULE, places.stream().map(Place::rule))),
        places,
        List.of(Columns.RA, Columns.AGAINST_ORACLE, Columns.LAYERS, Columns.ALPHA));
  }

  /** What the rows of the summary are of. */
  private record Place(int severity, String rule) {}

  @Override
  Figure drawn(String title) {
    return Figures.patchChoice(rows(), title);
  }
}
