package rwskit.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.model.RunningStatistics;
import rwskit.signature.Layers;
import rwskit.study.Study;
import rwskit.training.Mixture;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Patching as the paper writes it down, in plain arithmetic: what the experiments are held to. */
final class HandPatch {
  private final Study study;
  private final int layers;

  HandPatch(Study study, int layers) {
    this.study = study;
    this.layers = layers;
  }

  /** A signature: of what, how strong, changed how before it is added. */
  record Part(
      StateDict pretrained,
      StateDict standard,
      StateDict robust,
      double alpha,
      List<Corruption> images,
      UnaryOperator<float[]> change) {

    Part quantised(int bits) {
      return new Part(
          pretrained, standard, robust, alpha, images, values -> linear(values, 1 << bits));
    }
  }

  StateDict on(StateDict base, Part... parts) {
    Map<String, Tensor> patched = new LinkedHashMap<>(base.tensors());
    for (String name : Layers.first(base, layers)) {
      float[] values = base.get(name).toFloats();
      for (Part part : parts) {
        float[] signature = part.change.apply(signature(part, name));
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] + part.alpha * signature[i]);
        }
      }
      patched.put(name, Tensor.of(values, base.get(name).shape()));
    }
    StateDict sum = StateDict.of(patched);
    return study.network().hasBatchNorm() ? normalised(sum, parts) : sum;
  }

  /** τ − a (τ·a) / (a·a). */
  static float[] signature(Part part, String name) {
    float[] pretrained = part.pretrained.get(name).toFloats();
    float[] standard = part.standard.get(name).toFloats();
    float[] robust = part.robust.get(name).toFloats();
    double dot = 0;
    double square = 0;
    for (int i = 0; i < robust.length; i++) {
      double a = standard[i] - pretrained[i];
      dot += (robust[i] - pretrained[i]) * a;
      square += a * a;
    }
    float[] signature = new float[robust.length];
    for (int i = 0; i < robust.length; i++) {
      signature[i] =
          (float) ((robust[i] - pretrained[i]) - (standard[i] - pretrained[i]) * (dot / square));
    }
    return signature;
  }

  private StateDict normalised(StateDict sum, Part... parts) {
    Map<String, Tensor> means = new LinkedHashMap<>(sum.tensors());
    Set<Corruption> corruptions = new LinkedHashSet<>();
    double alpha = 0;
    for (Part part : parts) {
      corruptions.addAll(part.images);
      alpha += part.alpha;
    }
    for (String name : sum.names()) {
      if ((name.contains("bn") || name.contains("downsample"))
          && !name.contains("num_batches_tracked")) {
        double[] mean = new double[sum.get(name).size()];
        for (Part part : parts) {
          float[] robust = part.robust.get(name).toFloats();
          for (int i = 0; i < mean.length; i++) {
            mean[i] += robust[i] / (double) parts.length;
          }
        }
        float[] rounded = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
          rounded[i] = (float) mean[i];
        }
        means.put(name, Tensor.of(rounded, sum.get(name).shape()));
      }
    }
    StateDict before = StateDict.of(means);
    ImageSet all = study.data().fineTuning();
    ImageSet images = all.range(0, all.size() - all.size() / 10);
    if (!corruptions.isEmpty()) {
      images = Mixture.of(images, new ArrayList<>(corruptions), study.setting(images), 0);
    }
    StateDict after =
        RunningStatistics.reestimate(
            study.network(), before, images, study.fineTuning().batchSize());
    return RunningStatistics.blend(before, after, alpha);
  }

  private static float[] linear(float[] values, int levels) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double level = max > min ? Math.rint((values[i] - min) / (max - min) * (levels - 1)) : 0;
      rounded[i] = (float) (level / (levels - 1) * (max - min) + min);
    }
    return rounded;
  }
}
