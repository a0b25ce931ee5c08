package rwskit.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;
import rwskit.detect.Condition;
import rwskit.detect.PatchSource;
import rwskit.detect.StreamBatch;
import rwskit.detect.Strength;
import rwskit.model.LoadedTensors;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;

/** A network that is patched by somebody who is told each image's condition. */
final class OraclePredictor implements StreamPredictor {
  private final NetworkModel model;
  private final StateDict base;
  private final PatchSource source;
  private final Strength strength;
  private final Map<Condition, LoadedTensors> patches = new LinkedHashMap<>();

  OraclePredictor(Network network, StateDict base, PatchSource source, Strength strength) {
    this.model = NetworkModel.open(network, base);
    this.base = base;
    this.source = source;
    this.strength = strength;
  }

  @Override
  public int[] predict(StreamBatch batch) {
    List<Condition> conditions = batch.conditions();
    int[] classes = new int[conditions.size()];
    for (Condition condition : conditions.stream().distinct().toList()) {
      int[] own =
          IntStream.range(0, classes.length)
              .filter(i -> conditions.get(i).equals(condition))
              .toArray();
      ImageSet images = batch.images().select(own);
      float[] logits = model.logits(images, patches.computeIfAbsent(condition, this::load));
      int[] found = Strength.largest(logits, model.network().classes());
      for (int i = 0; i < own.length; i++) {
        classes[own[i]] = found[i];
      }
    }
    return classes;
  }

  private LoadedTensors load(Condition condition) {
    return model.load(
        condition.equals(Condition.CLEAN)
            ? StateDict.of(Map.of())
            : PatchSource.changed(
                base, source.weights(source.nearest(condition), strength.alpha(condition))));
  }

  /** What it knows it is told. */
  @Override
  public void reset() {}

  @Override
  public void close() {
    model.close();
  }
}
