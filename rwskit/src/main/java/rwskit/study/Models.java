package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import rwskit.analysis.SignatureSample;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.method.Merge;
import rwskit.model.RunningStatistics;
import rwskit.signature.Accuracies;
import rwskit.signature.Layers;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.weights.StateDict;

/**
 * A study's trained models: weights and signatures. Weights are read from the store when they are
 * asked for. Where no seed is given, the study's first is meant; {@link #seed} chooses another.
 * What is measured of them, over all seeds, is in {@code rwskit.experiment}. Safe for threads.
 */
public final class Models {
  private final Study study;
  private final Store store;
  private final Map<ModelSpec, StoredModel> models;
  private final Evaluation evaluation;
  private final StatisticsImages statistics;
  private final long seed;

  /**
   * @param study what was trained
   * @param store where the models are kept
   * @param models every model of {@link Study#models()}
   */
  public Models(Study study, Store store, Map<ModelSpec, StoredModel> models) {
    this(
        study,
        store,
        models,
        study.evaluation(),
        new StatisticsImages(some -> TrainingImages.forStatistics(study, some)),
        study.seeds().get(0));
  }

  private Models(
      Study study,
      Store store,
      Map<ModelSpec, StoredModel> models,
      Evaluation evaluation,
      StatisticsImages statistics,
      long seed) {
    this.study = study;
    this.store = store;
    this.models = models;
    this.evaluation = evaluation;
    this.statistics = statistics;
    this.seed = seed;
  }

  /**
   * @return the study
   */
  public Study study() {
    return study;
  }

  /**
   * @return where the models are kept, and further ones that an experiment trains
   */
  public Store store() {
    return store;
  }

  /**
   * @return the measure of TA and RA on the study's test images, shared by all seeds: each
   *     corrupted copy of the images is made once
   */
  public Evaluation evaluation() {
    return evaluation;
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
          "study %s has no seed %s; it has %s".formatted(study.name(), chosen, study.seeds()));
    }
    return new Models(study, store, models, evaluation, statistics, chosen);
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
   * @return θ_std of the seed in view, to which signatures may be added
   */
  public ModelPatch patch() {
    return ModelPatch.of(this);
  }

  /**
   * θ_std patched with the signature of one corruption, as the paper does: see {@link ModelPatch}.
   *
   * @param corruption c
   * @param layers how many layers of the signature to keep
   * @param alpha α; with batch normalisation at least 0
   * @return the patched weights
   * @throws BadInputException if the study has no such corruption, the network fewer layers, or α
   *     is out of range
   */
  public StateDict patched(Corruption corruption, int layers, double alpha) {
    return patch().add(this, corruption, layers, alpha).weights();
  }

  /**
   * θ_std with running statistics of batch normalisation estimated anew as of a patched network,
   * and no signature: what a patch's statistics do without it.
   *
   * @param corruption c
   * @return those weights; θ_std itself where the network has no batch normalisation
   */
  public StateDict statistics(Corruption corruption) {
    return estimated(standard(), List.of(corruption));
  }

  /**
   * θ_std with all that a patch of a network with batch normalisation brings but the signature: the
   * normalisations and shortcuts of θ_c where a patch takes them, as of a ResNet ({@link
   * Patch#withBatchNormOf}), and then running statistics estimated anew.
   *
   * @param corruption c
   * @return those weights; the same as {@link #statistics} where a patch takes none of them, and
   *     θ_std itself where the network has no batch normalisation
   */
  public StateDict normalisations(Corruption corruption) {
    Merge nothing = Merge.replacing(StateDict.of(Map.of()));
    return patch().changed(nothing, 1, List.of(robust(corruption)), List.of(corruption));
  }

  /** Weights with running statistics of the study's training images with some corruptions. */
  StateDict estimated(StateDict weights, List<Corruption> corruptions) {
    return RunningStatistics.reestimate(
        study.network(), weights, statistics.of(corruptions), study.fineTuning().batchSize());
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
    Evaluation evaluation = evaluation();
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
    return samples(
        (at, corruption) -> WeightVector.of(at.signature(corruption).firstLayers(layers)));
  }

  /**
   * The same for the robust directions τ_c = θ_c − θ₀, which are signatures before the projection.
   *
   * @param layers how many of the first layers
   * @return a sample for each seed and corruption
   * @throws BadInputException if the network has fewer layers
   */
  public List<SignatureSample> robustDirections(int layers) {
    StateDict pretrained = pretrained();
    List<String> names = Layers.first(pretrained, layers);
    return samples(
        (at, corruption) -> WeightVector.difference(pretrained, at.robust(corruption), names));
  }

  private List<SignatureSample> samples(BiFunction<Models, Corruption, WeightVector> vector) {
    List<SignatureSample> samples = new ArrayList<>();
    for (long each : study.seeds()) {
      for (Corruption corruption : study.corruptions()) {
        samples.add(
            new SignatureSample(
                study.data().label(),
                corruption,
                study.severity(),
                each,
                vector.apply(seed(each), corruption)));
      }
    }
    return List.copyOf(samples);
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
   * @return the study's name, the number of its models and the seed in view
   */
  @Override
  public String toString() {
    return study.name() + ": " + models.size() + " models, seed " + seed;
  }
}
