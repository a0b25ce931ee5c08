package rwskit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Signatures that are drawn, not learned, and images for them: for times, not for accuracies. */
final class DrawnSignatures {
  private static final int STRONGEST = Corruption.SEVERITIES;

  private DrawnSignatures() {}

  /** One of each corruption, of the first weights of a network. */
  static List<Signature> of(StateDict weights, List<Corruption> corruptions, int layers) {
    List<String> names =
        weights.names().stream().filter(name -> name.endsWith("weight")).limit(layers).toList();
    List<Signature> signatures = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      Random random = new Random(corruption.ordinal());
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : names) {
        float[] values = weights.get(name).toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] *= .1f * (float) random.nextGaussian();
        }
        tensors.put(name, Tensor.of(values, weights.get(name).shape()));
      }
      signatures.add(
          Signature.ofWeights(StateDict.of(tensors))
              .withProvenance(
                  Provenance.unknown().withCorruption(corruption.label()).withSeverity(STRONGEST)));
    }
    return signatures;
  }

  /** A batch of clean images and one of each corruption, so that patches change with each. */
  static List<ImageSet> batches(int images, List<Corruption> corruptions) {
    ImageSet clean = DrawnSet.SHAPES.draw(images, 3, Split.TEST);
    List<ImageSet> some = new ArrayList<>(List.of(clean));
    for (Corruption corruption : corruptions) {
      some.add(corruption.apply(clean, Setting.nearest(clean, STRONGEST), 0));
    }
    return some;
  }
}
