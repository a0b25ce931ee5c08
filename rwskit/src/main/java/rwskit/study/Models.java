package rwskit.study;

import java.util.List;
import java.util.Map;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.SignatureSample;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.model.Attack;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.signature.Accuracies;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/**
 * A study's trained models. Weights are read from the store when they are asked for. Where no seed
 * is given, the study's first is meant; {@link #seed} chooses another.
 */
public final class Models {
  private final Study study;
  private final Map<ModelSpec, StoredModel> models;
  private final long seed;

  /**
   * @param study what was trained
   * @param models every model of {@link Study#models()}
   */
  public Models(Study study, Map<ModelSpec, StoredModel> models) {
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
   * A signature to be handed on: of the first layers, with TA and RA of θ_std before and after
   * patching with it at α = 1 in its provenance.
   *
   * @param corruption c
   * @param layers how many of the first layers
   * @return the signature
   * @throws BadInputException if the study has no such corruption, or the network fewer layers
   */
  public Signature measuredSignature(Corruption corruption, int layers) {
    Evaluation evaluation = study.evaluation();
    StateDict patched = patched(corruption, layers, 1);
    Signature signature = signature(corruption).firstLayers(layers);
    return signature.withProvenance(
        signature
            .provenance()
            .withBefore(accuracies(evaluation, standard(), corruption))
            .withAfter(accuracies(evaluation, patched, corruption)));
  }

  private static Accuracies accuracies(
      Evaluation evaluation, StateDict weights, Corruption corruption) {
    return new Accuracies(
        evaluation.accuracy(weights).percent(), evaluation.accuracy(weights, corruption).percent());
  }

  /**
   * The signatures of all corruptions and seeds as directions, to be compared, clustered or learned
   * from: see {@link rwskit.analysis.Similarity} and {@link rwskit.analysis.Discriminability}.
   *
   * @param layers how many of the first layers
   * @return a sample for each seed and corruption
   * @throws BadInputException if the network has fewer layers
   */
  public List<SignatureSample> signatures(int layers) {
    return Samples.signatures(this, layers);
  }

  /**
   * The same for the robust directions τ_c = θ_c − θ₀, which are signatures before the projection.
   *
   * @param layers how many of the first layers
   * @return a sample for each seed and corruption
   * @throws BadInputException if the network has fewer layers
   */
  public List<SignatureSample> robustDirections(int layers) {
    return Samples.robustDirections(this, layers);
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
   * The paper's main table: Standard, data augmentation and RWS by bytes on disk, TA and RA over
   * all corruptions and seeds; see {@link MainTable}.
   *
   * @param patching rows of all seeds as {@link #patchingOfAllSeeds} gives them
   * @return a row for each method
   */
  public Table mainTable(Table patching) {
    return MainTable.of(
        patching,
        Bytes.of(standard()),
        Bytes.ofSignatures(
            signature(study.corruptions().get(0)),
            patching.intColumn(PatchingTable.LAYERS).removeMissing().unique().asList()));
  }

  /**
   * {@link #patching} of every seed of the study, one after another in one table.
   *
   * @param layers which numbers of layers to keep of each signature
   * @param alphas which strengths to apply
   * @return a row for each seed, corruption and kind of weights
   */
  public Table patchingOfAllSeeds(List<Integer> layers, List<Double> alphas) {
    Table all = null;
    for (long one : study.seeds()) {
      Table rows = seed(one).patching(layers, alphas);
      all = all == null ? rows : all.append(rows);
    }
    return all;
  }

  /**
   * TA and RA of θ_std with a corruption's signature at many strengths, negative ones too.
   *
   * @param corruptions whose signatures, each measured on its own corruption
   * @param layers how many of the first layers
   * @param alphas which strengths
   * @return a row for each corruption, seed and α, with 95 % bootstrap intervals over test images
   */
  public Table strength(List<Corruption> corruptions, int layers, List<Double> alphas) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return StrengthTable.of(this, corruptions, layers, alphas, display);
    }
  }

  /**
   * Another study's signatures on this study's θ_std; see {@link TransferTable} for the columns.
   *
   * @param source models of the same network on other data
   * @param layers how many of the first layers
   * @param alpha strength
   * @return a row for each seed and corruption that both have
   * @throws BadInputException if the networks differ in these layers, or fewer than two corruptions
   *     are common
   */
  public Table transferFrom(Models source, int layers, double alpha) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return TransferTable.of(this, source, layers, alpha, display);
    }
  }

  /**
   * All pairs of some signatures on θ_std; see {@link CompositionTable} for the columns.
   *
   * @param corruptions of which all pairs are taken
   * @param layers how many of the first layers
   * @param alpha strength of each signature
   * @return three rows for each seed and pair: on images with the first corruption, the second, and
   *     both
   */
  public Table composition(List<Corruption> corruptions, int layers, double alpha) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return CompositionTable.of(this, corruptions, layers, alpha, display);
    }
  }

  /**
   * All the study's signatures on θ_std at once, each with the same α.
   *
   * @param layers how many of the first layers
   * @param alphas which strengths
   * @return a row for each seed, α and corruption, with TA and RA
   */
  public Table together(int layers, List<Double> alphas) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return TogetherTable.of(this, study.corruptions(), layers, alphas, display);
    }
  }

  /**
   * RA against bytes on disk; see {@link LightweightTable} for the columns.
   *
   * @param corruptions whose signatures, each measured on its own corruption
   * @param layers which numbers of layers to keep
   * @param bits which numbers of bits to quantise to, beside the 32 of the whole signature
   * @param quantizer how
   * @return a row for each corruption, number of layers and of bits, of the chosen seed
   */
  public Table lightweight(
      List<Corruption> corruptions, List<Integer> layers, List<Integer> bits, Quantizer quantizer) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return LightweightTable.of(this, corruptions, layers, bits, quantizer, display);
    }
  }

  /**
   * Trains every seed's θ_std further and keeps it after chosen numbers of epochs: on the same
   * images, given these models, or on others. The recipe, its learning rate included, is that of
   * the other study; each step starts where the one before ended. One after another in this JVM,
   * into the standard store, with live progress where it can be shown.
   *
   * @param target models of the images to train on; of its θ_c only signatures are used, beside
   *     those from before
   * @param epochs after how many further epochs θ_std is kept, ascending
   * @return the backbones, to be patched with this study's signatures
   * @throws BadInputException if the numbers are not ascending from 1, or a training fails
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; finished
   *     models are kept
   */
  public Adaptation adaptedTo(Models target, Integer... epochs) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return Adaptation.train(this, target, List.of(epochs), Store.standard(), display);
    }
  }

  /**
   * Trains, for each seed, a network on attacked images, as {@link Study#train()} would; otherwise
   * by the recipe of θ_std, from the same θ₀.
   *
   * @param attack of the training; {@link Attack#linf} has ten steps, of which each costs as much
   *     as the training itself
   * @return the networks beside these models
   * @throws BadInputException if a training fails
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; finished
   *     models are kept
   */
  public Adversarial adversarial(Attack attack) {
    return Adversarial.of(this, Adversarial.study(study, attack).train());
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
    return AccuracyTable.of(this);
  }

  /**
   * @return the study's name, the number of its models and the seed in view
   */
  @Override
  public String toString() {
    return "%s: %d models, seed %d".formatted(study.name(), models.size(), seed);
  }
}
