package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import rwskit.analysis.SignatureSample;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;

/** The signatures of all of a study's corruptions and seeds, as directions to be compared. */
final class Samples {
  private Samples() {}

  static List<SignatureSample> signatures(Models models, int layers) {
    return of(
        models,
        (seed, corruption) -> WeightVector.of(seed.signature(corruption).firstLayers(layers)));
  }

  /** τ_c = θ_c − θ₀ on the same tensors: what a signature is before the projection. */
  static List<SignatureSample> robustDirections(Models models, int layers) {
    StateDict pretrained = models.pretrained();
    List<String> names = Layers.first(pretrained, layers);
    return of(
        models,
        (seed, corruption) -> WeightVector.difference(pretrained, seed.robust(corruption), names));
  }

  private static List<SignatureSample> of(
      Models models, BiFunction<Models, Corruption, WeightVector> vector) {
    Study study = models.study();
    List<SignatureSample> samples = new ArrayList<>();
    for (long seed : study.seeds()) {
      for (Corruption corruption : study.corruptions()) {
        samples.add(
            new SignatureSample(
                study.data().label(),
                corruption,
                study.severity(),
                seed,
                vector.apply(models.seed(seed), corruption)));
      }
    }
    return List.copyOf(samples);
  }
}
