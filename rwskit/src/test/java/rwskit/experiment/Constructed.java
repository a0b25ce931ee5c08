package rwskit.experiment;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.RunningStatistics;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.data.DrawnData;
import rwskit.study.data.StudyData;
import rwskit.training.Mixture;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Models whose weights are made, not trained: every θ_std and θ_c is a long random step from θ₀,
 * and the test images' classes are such that each network is right about a share of its own. So
 * there are no two accuracies alike by chance of a small network, and a test that compares them
 * sees which weights were measured on which images.
 */
final class Constructed {
  private static final Recipe RECIPE = Recipe.DRAWN.withEpochs(1).withBatchSize(20);

  final Study study;
  final Models models;
  private final Map<ModelSpec, StateDict> weights;
  private final Evaluation evaluation;
  // The tests ask for many of them more than once.
  private final Map<List<Object>, Accuracy> known = new ConcurrentHashMap<>();

  private Constructed(Study study, Map<ModelSpec, StateDict> weights) {
    this.study = study;
    this.weights = weights;
    this.evaluation = study.evaluation();
    Map<ModelSpec, StoredModel> stored = new LinkedHashMap<>();
    StateDict unused = weights.get(ModelSpec.pretrained());
    weights.forEach(
        (spec, of) ->
            stored.put(
                spec,
                spec.role() == ModelSpec.Role.ROBUST
                    ? new StoredModel(unused, of, null)
                    : new StoredModel(of, unused, null)));
    this.models = new Models(study, Store.at(Path.of("target", "no store")), stored);
  }

  /**
   * @param start decides all weights
   * @param worse θ_c that gets no share of the test images right
   */
  static Constructed of(
      Architecture architecture,
      DrawnSet set,
      int images,
      long start,
      List<ModelSpec> worse,
      List<Corruption> corruptions,
      Long... seeds) {
    StudyData data = new DrawnData(set, 40, 40, images, start);
    Network network = Network.of(architecture).withWidthDivisor(32);
    Study study =
        new Study(
            "made",
            data,
            network,
            new Pretraining.Training(RECIPE),
            RECIPE,
            corruptions,
            3,
            List.of(seeds),
            1);
    StateDict pretrained = network.initialWeights(start);
    Map<ModelSpec, StateDict> weights = new LinkedHashMap<>();
    weights.put(ModelSpec.pretrained(), pretrained);
    Random random = new Random(start);
    List<int[]> voters = new ArrayList<>();
    for (long seed : seeds) {
      StateDict standard = step(study, pretrained, .5, random);
      weights.put(ModelSpec.standard(seed), standard);
      voters.add(predictions(study, standard));
      for (Corruption corruption : corruptions) {
        ModelSpec spec = ModelSpec.robust(corruption, seed);
        StateDict robust = step(study, middle(pretrained, standard), .5, random);
        weights.put(spec, robust);
        int[] voter = predictions(study, worse.contains(spec) ? standard : robust, corruption);
        voters.addAll(List.of(voter, voter, voter));
      }
    }
    Study relabelled =
        study.withData(
            new RelabelledData(data, "made " + start, RelabelledData.vote(voters, start)));
    return new Constructed(relabelled, weights);
  }

  /** A random step of a length relative to the tensor's own. */
  private static StateDict step(Study study, StateDict from, double length, Random random) {
    StateDict to = from;
    for (String name : from.names()) {
      if (name.contains("num_batches_tracked") || name.contains("running")) {
        continue;
      }
      float[] values = from.get(name).toFloats();
      double squares = 0;
      for (float value : values) {
        squares += value * value;
      }
      double scale = length * Math.max(.1, Math.sqrt(squares / values.length));
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (scale * random.nextGaussian());
      }
      to = to.with(name, Tensor.of(values, from.get(name).shape()));
    }
    return balanced(
        study, RunningStatistics.reestimate(study.network(), to, study.data().fineTuning(), 20));
  }

  /**
   * With a bias that takes the mean off each logit: else random weights see one class everywhere.
   */
  private static StateDict balanced(Study study, StateDict weights) {
    ImageSet images = study.data().fineTuning();
    int classes = study.network().classes();
    int plane = images.height() * images.width();
    ByteBuffer pixels = images.pixels();
    float[] values = new float[images.size() * 3 * plane];
    for (int i = 0; i < values.length; i++) {
      int image = i / (3 * plane);
      int channel = i / plane % 3;
      values[i] = (pixels.get((image * plane + i % plane) * 3 + channel) & 0xff) / 255f;
    }
    float[] logits;
    try (NetworkModel model = NetworkModel.open(study.network(), weights)) {
      logits = model.logits(values, images.height(), images.width());
    }
    String name = weights.contains("fc.bias") ? "fc.bias" : "classifier.bias";
    float[] bias = weights.get(name).toFloats();
    for (int i = 0; i < logits.length; i++) {
      bias[i % classes] -= logits[i] / images.size();
    }
    return weights.with(name, Tensor.of(bias, classes));
  }

  /** Between θ₀ and θ_std, so that a signature is not all of τ. */
  private static StateDict middle(StateDict pretrained, StateDict standard) {
    StateDict middle = standard;
    for (String name : standard.names()) {
      if (!name.contains("num_batches_tracked") && !name.contains("running")) {
        float[] values = standard.get(name).toFloats();
        float[] from = pretrained.get(name).toFloats();
        for (int i = 0; i < values.length && from.length == values.length; i++) {
          values[i] = (values[i] + from[i]) / 2;
        }
        middle = middle.with(name, Tensor.of(values, standard.get(name).shape()));
      }
    }
    return middle;
  }

  private static int[] predictions(Study study, StateDict weights, Corruption... corruptions) {
    var images = study.data().test();
    for (Corruption corruption : corruptions) {
      images = corruption.apply(images, study.setting(images), Evaluation.CORRUPTION_SEED);
    }
    try (NetworkModel model = NetworkModel.open(study.network(), weights)) {
      return model.predict(images);
    }
  }

  /** The same of one seed. */
  Models alone(long seed) {
    Study one = study.withSeeds(seed);
    return new Models(one, models.store(), stored(one));
  }

  /** The same with another store. */
  Models in(Store store) {
    return new Models(study, store, stored(study));
  }

  /** Some of the models. */
  Map<ModelSpec, StoredModel> stored(Study some) {
    Map<ModelSpec, StoredModel> stored = new LinkedHashMap<>();
    some.models().forEach(spec -> stored.put(spec, models.stored(spec)));
    return stored;
  }

  /** Weights that are none of the study's: a step on from θ_std. */
  StateDict further(long seed, long kind) {
    return step(study, standard(seed), .3, new Random(100 * seed + kind));
  }

  StateDict pretrained() {
    return study.network().adapt(weights.get(ModelSpec.pretrained()), 0);
  }

  StateDict standard(long seed) {
    return weights.get(ModelSpec.standard(seed));
  }

  StateDict robust(Corruption corruption, long seed) {
    return weights.get(ModelSpec.robust(corruption, seed));
  }

  /** The signature of c. */
  HandPatch.Part part(Corruption corruption, long seed, double alpha) {
    return new HandPatch.Part(
        pretrained(),
        standard(seed),
        robust(corruption, seed),
        alpha,
        List.of(corruption),
        UnaryOperator.identity());
  }

  /** θ_std with statistics of its images with corruptions, mixed with its own by α. */
  StateDict statistics(long seed, double alpha, Corruption... corruptions) {
    return RunningStatistics.blend(standard(seed), estimated(standard(seed), corruptions), alpha);
  }

  /** All that a ResNet's patch has but the signature. */
  StateDict normalisations(long seed, Corruption corruption) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(standard(seed).tensors());
    tensors.replaceAll(
        (name, tensor) ->
            name.contains("bn") || name.contains("downsample")
                ? robust(corruption, seed).get(name)
                : tensor);
    return estimated(StateDict.of(tensors), corruption);
  }

  /** Weights with statistics of the images with corruptions. */
  StateDict estimated(StateDict weights, Corruption... corruptions) {
    ImageSet all = study.data().fineTuning();
    ImageSet images = all.range(0, all.size() - all.size() / 10);
    return RunningStatistics.reestimate(
        study.network(),
        weights,
        Mixture.of(images, List.of(corruptions), study.setting(images), 0),
        study.fineTuning().batchSize());
  }

  /** θ_std with signatures. */
  StateDict patched(long seed, int layers, HandPatch.Part... parts) {
    return new HandPatch(study, layers).on(standard(seed), parts);
  }

  StateDict patched(Corruption corruption, long seed, int layers, double alpha) {
    return patched(seed, layers, part(corruption, seed, alpha));
  }

  Accuracy ta(StateDict of) {
    return ra(of);
  }

  Accuracy ra(StateDict of, Corruption... corruptions) {
    return known.computeIfAbsent(
        List.of(of, List.of(corruptions)), any -> evaluation.accuracy(of, corruptions));
  }
}
