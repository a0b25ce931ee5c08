package rwskit.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.model.Attack;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A study's adversarially trained networks θ_adv beside its others, and their signatures: is
 * robustness to attacks a signature as robustness to corruptions is? RWS_adv is to θ_adv what RWS_c
 * is to θ_c. Where no seed is given, that of the study's models is meant.
 */
public final class Adversarial {
  /** Column: cosine of RWS_c with RWS_adv, of other seeds where there are several. */
  public static final String COSINE = "cosine";

  /** Column: accuracy under the attack, percent. */
  public static final String ATTACKED = "under attack";

  /** Column: accuracy of θ_std under the attack. */
  public static final String ATTACKED_STANDARD = "under attack standard";

  /** Column: accuracy under the attack of θ_std patched with RWS_c. */
  public static final String ATTACKED_SIGNATURE = "under attack with RWS_c";

  /** Column: RA of θ_std. */
  public static final String STANDARD = "RA standard";

  /** Column: RA of θ_std patched with RWS_c. */
  public static final String OWN = "RA with RWS_c";

  /** Column: RA of θ_std patched with RWS_adv. */
  public static final String SIGNATURE = "RA with RWS_adv";

  /** Column: RA of θ_adv. */
  public static final String ROBUST = "RA of θ_adv";

  private static final String[] MEASURED = {
    STANDARD, OWN, SIGNATURE, ROBUST, ATTACKED_STANDARD, ATTACKED_SIGNATURE
  };
  private static final String STANDARD_KIND = "standard";
  private static final String ROBUST_KIND = "robust";

  private final Models models;
  private final Models trained;

  private Adversarial(Models models, Models trained) {
    this.models = models;
    this.trained = trained;
  }

  /** How θ_adv are trained: as θ_std, on attacked images. */
  static Study study(Study of, Attack attack) {
    return of.withCorruptions().withFineTuning(of.fineTuning().withAttack(attack));
  }

  /**
   * @param models θ_std and θ_c
   * @param trained of {@link #study}
   */
  static Adversarial of(Models models, Models trained) {
    return new Adversarial(models, trained);
  }

  /**
   * @return θ_adv: of its epochs, the weights with the best accuracy under attack on validation
   *     images
   */
  public StateDict robust() {
    return robust(models.seed());
  }

  private StateDict robust(long seed) {
    return trained.stored(ModelSpec.standard(seed)).bestRa();
  }

  /**
   * @return RWS_adv, over all layers
   */
  public Signature signature() {
    return signature(models.seed());
  }

  private Signature signature(long seed) {
    Models here = models.seed(seed);
    return Signature.extract(here.pretrained(), here.standard(), robust(seed));
  }

  /**
   * How far every θ_c and θ_adv is from θ_std of its seed, by layer.
   *
   * @return rows as {@link Models#layerDifferences}, with those of {@link
   *     LayerDifferences#ADVERSARIAL} after them
   */
  public Table layerDifferences() {
    LayerDifferences differences = new LayerDifferences(models.study().data().label());
    for (long seed : models.study().seeds()) {
      differences.addAdversarial(seed, models.seed(seed).standard(), robust(seed));
    }
    return models.layerDifferences().append(differences.table());
  }

  /**
   * TA and accuracy under attack of θ_std, θ_adv ("robust") and θ_std patched with RWS_adv, with
   * live progress where it can be shown.
   *
   * @param layers which numbers of layers to keep
   * @param alphas which strengths to apply
   * @param attack what the images suffer; may be a stronger one than in training
   * @param images how many of the test images are attacked: an attack of ten steps costs as much as
   *     some thirty measurements of TA
   * @return a row for each seed and kind of weights, in percent with 95 % bootstrap intervals, with
   *     the share of the gap between standard and robust accuracy under attack that is closed
   */
  public Table patching(List<Integer> layers, List<Double> alphas, Attack attack, int images) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return patching(layers, alphas, attack, images, display);
    }
  }

  Table patching(
      List<Integer> layers,
      List<Double> alphas,
      Attack attack,
      int images,
      ProgressDisplay display) {
    Table table =
        Table.create(
            "patching with RWS_adv",
            StringColumn.create(PatchingTable.DATA),
            LongColumn.create(PatchingTable.SEED),
            StringColumn.create(PatchingTable.WEIGHTS),
            IntColumn.create(PatchingTable.LAYERS),
            DoubleColumn.create(PatchingTable.ALPHA));
    Measuring.addColumns(table, PatchingTable.TA, ATTACKED);
    table.addColumns(DoubleColumn.create(PatchingTable.GAP_CLOSED));
    List<Long> seeds = models.study().seeds();
    int total = seeds.size() * 2 * (2 + layers.size() * alphas.size());
    Measuring measuring = new Measuring(models.study(), "RWS_adv under attack", total, display);
    Evaluation few = few(images);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : seeds) {
      parts.add(
          () ->
              rows(
                  table.emptyCopy(),
                  seed,
                  kinds(seed, layers, alphas),
                  measuring::ta,
                  weights -> measuring.attacked(few, weights, attack)));
    }
    return measuring.rowsInTurn(table, parts);
  }

  /** Weights, and how a table calls them; no layers where nothing is patched. */
  private record Kind(StateDict weights, String name, int layers, double alpha) {
    void appendTo(Table table) {
      table.stringColumn(PatchingTable.WEIGHTS).append(name);
      if (layers > 0) {
        table.intColumn(PatchingTable.LAYERS).append(layers);
        table.doubleColumn(PatchingTable.ALPHA).append(alpha);
      } else {
        table.intColumn(PatchingTable.LAYERS).appendMissing();
        table.doubleColumn(PatchingTable.ALPHA).appendMissing();
      }
    }
  }

  private Table rows(
      Table table,
      long seed,
      List<Kind> kinds,
      Function<StateDict, Accuracy> ta,
      Function<StateDict, Accuracy> attacked) {
    double standard = 0;
    double gap = 0;
    for (Kind kind : kinds) {
      Accuracy accuracy = attacked.apply(kind.weights);
      table.stringColumn(PatchingTable.DATA).append(models.study().data().label());
      table.longColumn(PatchingTable.SEED).append(seed);
      kind.appendTo(table);
      Measuring.append(table, PatchingTable.TA, ta.apply(kind.weights));
      Measuring.append(table, ATTACKED, accuracy);
      if (kind.name.equals(STANDARD_KIND)) {
        standard = accuracy.percent();
      } else if (kind.name.equals(ROBUST_KIND)) {
        gap = accuracy.percent() - standard;
      }
      if (kind.layers > 0 && gap > 0) {
        double closed = 100 * (accuracy.percent() - standard) / gap;
        table.doubleColumn(PatchingTable.GAP_CLOSED).append(closed);
      } else {
        table.doubleColumn(PatchingTable.GAP_CLOSED).appendMissing();
      }
    }
    return table;
  }

  private List<Kind> kinds(long seed, List<Integer> layers, List<Double> alphas) {
    StateDict standard = models.seed(seed).standard();
    List<Kind> kinds = new ArrayList<>();
    kinds.add(new Kind(standard, STANDARD_KIND, 0, 0));
    kinds.add(new Kind(robust(seed), ROBUST_KIND, 0, 0));
    for (int kept : layers) {
      Signature first = signature(seed).firstLayers(kept);
      for (double alpha : alphas) {
        kinds.add(new Kind(Patch.of(standard).add(first, alpha).weights(), "patched", kept, alpha));
      }
    }
    return kinds;
  }

  private Evaluation few(int images) {
    ImageSet test = models.study().data().test();
    ImageSet first = test.range(0, Math.min(images, test.size()));
    return Evaluation.of(models.study().network(), first, models.study().setting(first));
  }

  /**
   * What the two kinds of signatures do for each other: RWS_adv on θ_std for images of each
   * corruption, and each RWS_c on θ_std for attacked images, with live progress where it can be
   * shown.
   *
   * @param layers how many of the first layers
   * @param alpha strength
   * @param attack what the images suffer
   * @param images how many of the test images are attacked
   * @return a row for each seed and corruption, in percent with 95 % bootstrap intervals
   */
  public Table corruptions(int layers, double alpha, Attack attack, int images) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return corruptions(layers, alpha, attack, images, display);
    }
  }

  Table corruptions(int layers, double alpha, Attack attack, int images, ProgressDisplay display) {
    Study study = models.study();
    Table table =
        Table.create(
            "signatures of corruptions and of attacks",
            StringColumn.create(PatchingTable.DATA),
            LongColumn.create(PatchingTable.SEED),
            StringColumn.create(PatchingTable.CORRUPTION),
            DoubleColumn.create(COSINE));
    Measuring.addColumns(table, MEASURED);
    int rows = study.seeds().size() * study.corruptions().size();
    int total = study.seeds().size() + rows * (MEASURED.length - 1);
    Measuring measuring = new Measuring(study, "attacks and corruptions", total, display);
    Evaluation few = few(images);
    Map<Long, WeightVector> attacks = vectors(layers);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : study.seeds()) {
      parts.add(
          () -> {
            Table part = table.emptyCopy();
            Models here = models.seed(seed);
            StateDict standard = here.standard();
            StateDict patched = patched(standard, signature(seed), layers, alpha);
            Accuracy before = measuring.attacked(few, standard, attack);
            for (Corruption corruption : study.corruptions()) {
              Signature signature = here.signature(corruption);
              StateDict own = patched(standard, signature, layers, alpha);
              part.stringColumn(PatchingTable.DATA).append(study.data().label());
              part.longColumn(PatchingTable.SEED).append(seed);
              part.stringColumn(PatchingTable.CORRUPTION).append(corruption.label());
              part.doubleColumn(COSINE)
                  .append(cosine(signature.firstLayers(layers), seed, attacks));
              Measuring.append(part, STANDARD, measuring.ra(standard, corruption));
              Measuring.append(part, OWN, measuring.ra(own, corruption));
              Measuring.append(part, SIGNATURE, measuring.ra(patched, corruption));
              Measuring.append(part, ROBUST, measuring.ra(robust(seed), corruption));
              Measuring.append(part, ATTACKED_STANDARD, before);
              Measuring.append(part, ATTACKED_SIGNATURE, measuring.attacked(few, own, attack));
            }
            return part;
          });
    }
    return measuring.rowsInTurn(table, parts);
  }

  private static StateDict patched(StateDict base, Signature signature, int layers, double alpha) {
    return Patch.of(base).add(signature.firstLayers(layers), alpha).weights();
  }

  /** Signatures of one seed share θ_std and the order of the images: other seeds are compared. */
  private static double cosine(Signature signature, long seed, Map<Long, WeightVector> attacks) {
    WeightVector vector = WeightVector.of(signature);
    return attacks.entrySet().stream()
        .filter(other -> attacks.size() == 1 || other.getKey() != seed)
        .mapToDouble(other -> vector.cosine(other.getValue()))
        .average()
        .orElseThrow();
  }

  /** RWS_adv of each seed, in the seeds' order. */
  private Map<Long, WeightVector> vectors(int layers) {
    Map<Long, WeightVector> vectors = new LinkedHashMap<>();
    for (long seed : models.study().seeds()) {
      vectors.put(seed, WeightVector.of(signature(seed).firstLayers(layers)));
    }
    return vectors;
  }

  /**
   * Means ± one standard deviation over seeds, percent.
   *
   * @param patching as {@link #patching}
   * @return a row for each kind of weights, with the share of the gap between θ_std and θ_adv that
   *     is closed
   */
  public static Table summary(Table patching) {
    return AdversarialMeans.byWeights(patching);
  }

  /**
   * Means over the corruptions of a family, ± one standard deviation over seeds: cosine, what RWS_c
   * gains under attack, and what RWS_adv, θ_adv and RWS_c gain on the corruption, percent.
   *
   * @param corruptions as {@link #corruptions}
   * @return a row for each family and one for all
   */
  public static Table byFamily(Table corruptions) {
    return AdversarialMeans.byFamily(corruptions);
  }

  /**
   * @param layers how many of the first layers
   * @return mean cosine of the RWS_adv of different seeds; not a number where there is one seed
   */
  public double consistency(int layers) {
    List<WeightVector> vectors = List.copyOf(vectors(layers).values());
    return IntStream.range(0, vectors.size())
        .boxed()
        .flatMapToDouble(
            i -> IntStream.range(0, i).mapToDouble(j -> vectors.get(i).cosine(vectors.get(j))))
        .average()
        .orElse(Double.NaN);
  }
}
