package rwskit.experiment;

import java.util.List;
import java.util.stream.IntStream;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.WeightVector;
import rwskit.model.Attack;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.signature.Signature;
import rwskit.study.Compute;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/**
 * A study's models and θ_adv of every seed beside them, trained on attacked images from the same θ₀
 * by the same recipe. RWS_adv is to θ_adv what RWS_c is to θ_c. Where no seed is given, that of the
 * models is meant. Safe for threads.
 */
public final class AdversarialModels {
  private final Models models;
  private final Models trained;

  private AdversarialModels(Models models, Models trained) {
    this.models = models;
    this.trained = trained;
  }

  /**
   * Trains θ_adv of every seed into the models' store, or finds them there, with live progress
   * where it can be shown.
   *
   * @param models θ_std and θ_c
   * @param attack of the training; {@link Attack#linf} has ten steps, of which each costs as much
   *     as the training itself
   * @return the networks beside the models
   * @throws rwskit.file.BadInputException if a training fails
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; finished
   *     models are kept
   */
  public static AdversarialModels train(Models models, Attack attack) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return train(models, attack, Compute.usual(), display);
    }
  }

  static AdversarialModels train(
      Models models, Attack attack, Compute compute, ProgressDisplay display) {
    return new AdversarialModels(
        models, study(models.study(), attack).train(compute, models.store(), display));
  }

  /** How θ_adv are trained: as θ_std, on attacked images. */
  static Study study(Study of, Attack attack) {
    return of.withCorruptions().withFineTuning(of.fineTuning().withAttack(attack));
  }

  /**
   * @return θ_std and θ_c
   */
  public Models models() {
    return models;
  }

  /**
   * @param chosen one of the study's seeds
   * @return the same models, seen from that seed
   * @throws rwskit.file.BadInputException if the study has no such seed
   */
  public AdversarialModels seed(long chosen) {
    return new AdversarialModels(models.seed(chosen), trained);
  }

  /**
   * @return θ_adv: of its epochs, the weights with the best accuracy under attack on validation
   *     images
   */
  public StateDict robust() {
    return trained.stored(ModelSpec.standard(models.seed())).bestRa();
  }

  /**
   * @return RWS_adv, over all layers
   */
  public Signature signature() {
    return Signature.extract(models.pretrained(), models.standard(), robust());
  }

  /** θ_std with RWS_adv, by the one patching operation. */
  StateDict patched(int layers, double alpha) {
    return models
        .patch()
        .add(signature().firstLayers(layers), alpha, robust(), List.of())
        .weights();
  }

  /**
   * How far every θ_c and θ_adv is from θ_std of its seed, by layer.
   *
   * @return rows as {@link ShallowLayers#rows}, with those of {@link LayerDifferences#ADVERSARIAL}
   *     after them
   */
  public Table layerDifferences() {
    LayerDifferences differences = new LayerDifferences(models.study().data().label());
    for (long seed : models.study().seeds()) {
      differences.addAdversarial(seed, models.seed(seed).standard(), seed(seed).robust());
    }
    return ShallowLayers.of(models).rows().append(differences.table());
  }

  /**
   * @param layers how many of the first layers
   * @return mean cosine of the RWS_adv of different seeds; not a number where there is one seed
   */
  public double consistency(int layers) {
    List<WeightVector> vectors =
        models.study().seeds().stream()
            .map(seed -> WeightVector.of(seed(seed).signature().firstLayers(layers)))
            .toList();
    return IntStream.range(0, vectors.size())
        .boxed()
        .flatMapToDouble(
            i -> IntStream.range(0, i).mapToDouble(j -> vectors.get(i).cosine(vectors.get(j))))
        .average()
        .orElse(Double.NaN);
  }
}
