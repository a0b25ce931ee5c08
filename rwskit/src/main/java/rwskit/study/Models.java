package rwskit.study;

import java.util.List;
import java.util.Map;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A study's trained models. Weights are read from the store when they are asked for. Where no seed
 * is given, the study's first is meant; {@link #seed} chooses another.
 */
public final class Models {
  private final Study study;
  private final Map<ModelSpec, StoredModel> models;
  private final long seed;

  Models(Study study, Map<ModelSpec, StoredModel> models) {
    this(study, models, study.seeds().get(0));
  }

  private Models(Study study, Map<ModelSpec, StoredModel> models, long seed) {
    this.study = study;
    this.models = models;
    this.seed = seed;
  }

  /**
   * @return the study
   */
  public Study study() {
    return study;
  }

  /**
   * @return the seed that is meant where none is given
   */
  public long seed() {
    return seed;
  }

  /**
   * @param chosen one of the study's seeds
   * @return the same models, seen from that seed
   * @throws BadInputException if the study has no such seed
   */
  public Models seed(long chosen) {
    if (!study.seeds().contains(chosen)) {
      throw new BadInputException(
          "study %s has no seed %d; it has %s".formatted(study.name(), chosen, study.seeds()));
    }
    return new Models(study, models, chosen);
  }

  /**
   * @return θ₀, with the newly drawn linear layer that every fine-tuning started from
   */
  public StateDict pretrained() {
    return study.adapted(stored(ModelSpec.pretrained()));
  }

  /**
   * @return θ_std: of its epochs, the weights with the best TA on validation images
   */
  public StateDict standard() {
    return stored(ModelSpec.standard(seed)).bestTa();
  }

  /**
   * @param corruption c
   * @return θ_c: of its epochs, the weights with the best RA on validation images
   * @throws BadInputException if the study has no such corruption
   */
  public StateDict robust(Corruption corruption) {
    return stored(ModelSpec.robust(corruption, seed)).bestRa();
  }

  /**
   * @param corruption c
   * @return the signature of c, over all layers
   * @throws BadInputException if the study has no such corruption
   */
  public Signature signature(Corruption corruption) {
    StateDict pretrained = pretrained();
    StateDict standard = standard();
    StateDict robust = robust(corruption);
    return Signature.extract(pretrained, standard, robust)
        .withProvenance(
            Provenance.of(pretrained, standard, robust)
                .withCorruption(corruption.label())
                .withSeverity(study.severity())
                .withArchitecture(study.network().toString())
                .withDataSet(study.data().label())
                .withRecipe(study.fineTuning().toString()));
  }

  /**
   * θ_std patched with the signature of one corruption, as the paper does. In a network with batch
   * normalisation the tensors of normalisations and shortcuts are θ_c's and the running statistics
   * are estimated anew on the corrupted training images, mixed with those before where α is below
   * 1: see {@link Patch#withBatchNormOf} and {@link rwskit.model.RunningStatistics}. That takes a
   * pass over these images.
   *
   * @param corruption c
   * @param layers how many layers of the signature to keep
   * @param alpha α; with batch normalisation at least 0
   * @return the patched weights
   * @throws BadInputException if the study has no such corruption, the network fewer layers, or α
   *     is out of range
   */
  public StateDict patched(Corruption corruption, int layers, double alpha) {
    return patching(corruption).weights(layers, alpha);
  }

  /** For several patches with one corruption: its training images are made once. */
  Patching patching(Corruption corruption) {
    return new Patching(this, corruption);
  }

  /**
   * Measures, for each corruption, θ_std, θ_c and θ_std patched: see {@link PatchingTable} for the
   * columns. Shows its progress where it can be shown.
   *
   * @param layers which numbers of layers to keep of each signature
   * @param alphas which strengths to apply
   * @return a row for each corruption and kind of weights, of the chosen seed
   */
  public Table patching(List<Integer> layers, List<Double> alphas) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return PatchingTable.of(this, layers, alphas, display);
    }
  }

  /**
   * @param spec one of {@link Study#models()}
   * @return the model and what the store knows of it
   * @throws BadInputException if the study has no such model
   */
  public StoredModel stored(ModelSpec spec) {
    StoredModel model = models.get(spec);
    if (model == null) {
      throw new BadInputException(
          "study %s has no %s; it has %s".formatted(study.name(), spec, models.keySet()));
    }
    return model;
  }

  /**
   * How far every θ_c is from θ_std of its seed, by layer, and how far each θ_std is from that of
   * the next seed, as a control: see {@link LayerDifferences}.
   *
   * @return a row for each corruption, seed and convolution
   */
  public Table layerDifferences() {
    LayerDifferences differences = new LayerDifferences(study.data().label());
    List<Long> seeds = study.seeds();
    for (int i = 0; i < seeds.size(); i++) {
      StateDict standard = seed(seeds.get(i)).standard();
      for (Corruption corruption : study.corruptions()) {
        differences.add(corruption, seeds.get(i), standard, seed(seeds.get(i)).robust(corruption));
      }
      // Of two seeds there is one pair, of three there are three.
      if (seeds.size() > 2 || i + 1 < seeds.size()) {
        long next = seeds.get((i + 1) % seeds.size());
        differences.addControl(seeds.get(i), standard, seed(next).standard());
      }
    }
    return differences.table();
  }

  /**
   * TA and RA of θ_std and of each θ_c, in percent with 95 % bootstrap intervals over the test
   * images, of the chosen seed.
   *
   * @return a row for each corruption, as text for reading; {@link #patching} has the numbers
   */
  public Table accuracies() {
    Evaluation evaluation = study.evaluation();
    Table table =
        Table.create(
            "accuracy, %",
            StringColumn.create("data"),
            StringColumn.create("corruption"),
            StringColumn.create("TA of θ_std"),
            StringColumn.create("RA of θ_std"),
            StringColumn.create("TA of θ_c"),
            StringColumn.create("RA of θ_c"));
    String standardTa = evaluation.accuracy(standard()).toString();
    for (Corruption corruption : study.corruptions()) {
      String[] row = {
        study.data().label(),
        corruption.label(),
        standardTa,
        evaluation.accuracy(standard(), corruption).toString(),
        evaluation.accuracy(robust(corruption)).toString(),
        evaluation.accuracy(robust(corruption), corruption).toString()
      };
      for (int i = 0; i < row.length; i++) {
        table.stringColumn(i).append(row[i]);
      }
    }
    return table;
  }

  /**
   * @return the study's name, the number of its models and the seed in view
   */
  @Override
  public String toString() {
    return "%s: %d models, seed %d".formatted(study.name(), models.size(), seed);
  }
}
