package rwskit.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.evaluation.Evaluation;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/**
 * Patches and measures, as often as a slider moves. Corrupted images are made once a corruption.
 * Not safe for threads.
 */
final class PatchMeter {
  private final Network network;
  private final StateDict standard;
  private final ImageSet clean;
  private final Setting setting;
  private final Map<Corruption, ImageSet> corrupted = new EnumMap<>(Corruption.class);

  PatchMeter(Network network, StateDict standard, ImageSet clean, Setting setting) {
    network.requireFits(standard);
    network.requireFitsClasses(clean);
    this.network = network;
    this.standard = standard;
    this.clean = clean;
    this.setting = setting;
  }

  ImageSet images(Corruption corruption) {
    return corrupted.computeIfAbsent(
        corruption, one -> one.apply(clean, setting, Evaluation.CORRUPTION_SEED));
  }

  Reading read(Signature signature, Corruption corruption, double alpha) {
    ImageSet images = images(corruption);
    StateDict weights = Patch.of(standard).add(signature, alpha).weights();
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      int[] predictions = model.predict(images);
      return new Reading(
          alpha, right(model.predict(clean), clean), right(predictions, images), predictions);
    }
  }

  private static double right(int[] predictions, ImageSet images) {
    long right =
        IntStream.range(0, predictions.length)
            .filter(i -> predictions[i] == images.label(i))
            .count();
    return 100.0 * right / predictions.length;
  }
}
