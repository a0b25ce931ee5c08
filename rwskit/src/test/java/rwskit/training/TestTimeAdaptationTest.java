package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.OneThread;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

@ExtendWith(OneThread.class)
class TestTimeAdaptationTest {
  private static final Network NETWORK =
      Network.of(Architecture.RESNET20).withWidthDivisor(4).withClasses(5);
  private static final ImageSet BATCH = DrawnSet.SHAPES.draw(12, 3, Split.TEST);

  /**
   * Random scales, shifts and running statistics, and logits far enough apart to be sure of some.
   */
  private static StateDict weights(float sureness) {
    Random random = new Random(4);
    StateDict weights = NETWORK.initialWeights(4);
    for (String name : weights.names()) {
      float[] values =
          weights.get(name).dtype().isFloatingPoint() ? weights.get(name).toFloats() : null;
      if (values == null || weights.get(name).shape().length > 1 && !name.equals("linear.weight")) {
        continue;
      }
      for (int i = 0; i < values.length; i++) {
        values[i] =
            name.equals("linear.weight")
                ? sureness * values[i]
                : values[i] + .2f * (float) random.nextDouble();
      }
      weights = weights.with(name, Tensor.of(values, weights.get(name).shape()));
    }
    return weights;
  }

  private static double[] equal(int count) {
    double[] equal = new double[count];
    Arrays.fill(equal, 1.0 / count);
    return equal;
  }

  private static double meanEntropy(EntropyStep step) {
    float[] logits = step.ofEntropy(BATCH, any -> new double[BATCH.size()]).logits();
    return Arrays.stream(TestTimeAdaptation.entropies(logits, 5)).average().orElseThrow();
  }

  /**
   * Central difference of the mean entropy along a direction: the kinks of single coordinates in
   * early layers are as large as their slopes, and average out along the gradient.
   */
  private static double difference(EntropyStep step, Map<String, float[]> direction) {
    double by = .01 / length(direction);
    Map<String, float[]> start = step.values();
    double[] sides = new double[2];
    for (int side = 0; side < 2; side++) {
      step.set(TestTimeAdaptation.sum(start, side == 0 ? by : -by, direction));
      sides[side] = meanEntropy(step);
    }
    step.set(start);
    return (sides[0] - sides[1]) / (2 * .01);
  }

  private static double length(Map<String, float[]> direction) {
    double squares = 0;
    for (float[] values : direction.values()) {
      for (float value : values) {
        squares += value * value;
      }
    }
    return Math.sqrt(squares);
  }

  /** All of it that is not of some tensors set to 0. */
  private static Map<String, float[]> only(Map<String, float[]> direction, String names) {
    Map<String, float[]> only = new LinkedHashMap<>();
    direction.forEach(
        (name, values) -> only.put(name, name.matches(names) ? values : new float[values.length]));
    return only;
  }

  @Test
  void gradientsAreThoseOfTheMeanEntropyByScalesAndShifts() {
    try (EntropyStep step = TestTimeAdaptation.all(NETWORK, weights(4))) {
      Map<String, float[]> gradients =
          step.ofEntropy(BATCH, logits -> equal(BATCH.size())).gradients();
      assertThat(gradients).hasSize(2 * 19);
      for (String names : List.of(".*", ".*weight", ".*bias", "layer3.2.bn2.*")) {
        Map<String, float[]> direction = only(gradients, names);
        assertThat(difference(step, direction))
            .as(names)
            .isCloseTo(length(direction), withinPercentage(3));
      }
      // Asked again they are the same: nothing was left over.
      assertThat(step.ofEntropy(BATCH, logits -> equal(BATCH.size())).gradients().get("bn1.bias"))
          .isEqualTo(gradients.get("bn1.bias"));
    }
  }

  @Test
  void tentTakesAdamsStepDownTheMeanEntropy() {
    StateDict weights = weights(4);
    try (EntropyStep step = TestTimeAdaptation.all(NETWORK, weights);
        Tent tent = Tent.open(NETWORK, weights, .001)) {
      EntropyStep.Result here = step.ofEntropy(BATCH, logits -> equal(BATCH.size()));
      assertThat(tent.logits(BATCH)).isEqualTo(here.logits());
      Map<String, float[]> before = step.values();
      tent.adapted()
          .forEach(
              (name, after) -> {
                for (int i = 0; i < after.length; i++) {
                  // At the first step the means are the gradient and its square.
                  double g = here.gradients().get(name)[i];
                  assertThat((double) after[i])
                      .isCloseTo(
                          before.get(name)[i] - .001 * g / (Math.abs(g) + 1e-8), within(2e-7));
                }
              });
      double first = entropy(here.logits());
      float[] last = null;
      for (int i = 0; i < 10; i++) {
        last = tent.logits(BATCH);
      }
      assertThat(entropy(last)).isLessThan(first);
      tent.reset();
      assertThat(tent.logits(BATCH)).isEqualTo(here.logits());
    }
  }

  private static double entropy(float[] logits) {
    return Arrays.stream(TestTimeAdaptation.entropies(logits, 5)).average().orElseThrow();
  }

  @Test
  void runningStatisticsAreOfNoConcern() {
    StateDict weights = weights(4);
    StateDict others = weights;
    for (String name : weights.names()) {
      if (name.endsWith("running_mean")) {
        float[] values = weights.get(name).toFloats();
        Arrays.fill(values, 3);
        others = others.with(name, Tensor.of(values, values.length));
      }
    }
    try (Tent one = Tent.open(NETWORK, weights, .001);
        Tent other = Tent.open(NETWORK, others, .001)) {
      assertThat(one.logits(BATCH)).isEqualTo(other.logits(BATCH));
    }
  }

  @Test
  void adamIsThatOfThePaper() {
    Adam adam = new Adam(.1);
    Map<String, float[]> after =
        adam.step(Map.of("a", new float[] {1}), Map.of("a", new float[] {2}));
    assertThat(after.get("a")[0]).isCloseTo(.9f, within(1e-6f));
    // m = (.9·.2 + .1·(−1)) / .19, v = (.999·.004 + .001) / .001999.
    after = adam.step(after, Map.of("a", new float[] {-1}));
    double m = (.9 * .2 - .1) / (1 - .81);
    double v = (.999 * .004 + .001) / (1 - .999 * .999);
    assertThat((double) after.get("a")[0]).isCloseTo(.9 - .1 * m / Math.sqrt(v), within(1e-6));
  }

  @Test
  void eataWeighsReliableImagesThatAreNotLikeMost() {
    // Sure of 0, sure of 1, unsure, less sure of 1.
    float[] logits = {9, 0, 0, 0, 9, 0, 0, 0, 0, 0, 4, 0};
    double[] entropies = TestTimeAdaptation.entropies(logits, 3);
    double most = .4 * Math.log(3);
    double[] first = Eata.weights(logits, 3, null, .4);
    assertThat(first[2]).isZero();
    for (int i : new int[] {0, 1, 3}) {
      assertThat(first[i]).isCloseTo(Math.exp(most - entropies[i]) / 3, within(1e-9));
    }
    // Most were 1 so far: only the first is new.
    double[] second = Eata.weights(logits, 3, new double[] {.1, .8, .1}, .4);
    assertThat(second[0]).isCloseTo(Math.exp(most - entropies[0]), within(1e-9));
    assertThat(second[1]).isZero();
    assertThat(second[3]).isZero();
  }

  @Test
  void eataHoldsWhatCleanImagesNeed() {
    StateDict weights = weights(12);
    ImageSet clean = DrawnSet.SHAPES.draw(20, 8, Split.TRAIN);
    // A cosine is never above 1: no image is redundant.
    Eata.Settings settings = new Eata.Settings(.01, 2, 50);
    try (EntropyStep step = TestTimeAdaptation.all(NETWORK, weights);
        Eata eata = Eata.open(NETWORK, weights, clean, 10, settings)) {
      Map<String, float[]> fisher = new LinkedHashMap<>();
      for (int from = 0; from < 20; from += 10) {
        step.ofLikeliest(clean.range(from, from + 10), logits -> equal(10))
            .gradients()
            .forEach(
                (name, g) -> {
                  float[] sum = fisher.computeIfAbsent(name, any -> new float[g.length]);
                  for (int i = 0; i < g.length; i++) {
                    sum[i] += g[i] * g[i] / 2;
                  }
                });
      }
      assertThat(eata.fisher().get("bn1.weight"))
          .containsExactly(fisher.get("bn1.weight"), within(1e-9f));
      Map<String, float[]> start = step.values();
      Map<String, float[]> now = start;
      Adam adam = new Adam(.01);
      for (int round = 0; round < 3; round++) {
        step.set(now);
        EntropyStep.Result here = step.ofEntropy(BATCH, logits -> Eata.weights(logits, 5, null, 2));
        assertThat(here.gradients()).isNotEmpty();
        Map<String, float[]> held = new LinkedHashMap<>();
        for (String name : start.keySet()) {
          float[] g = here.gradients().get(name).clone();
          for (int i = 0; i < g.length; i++) {
            g[i] += (2 * 50 * fisher.get(name)[i] * (now.get(name)[i] - start.get(name)[i]));
          }
          held.put(name, g);
        }
        assertThat(eata.logits(BATCH)).isEqualTo(here.logits());
        now = adam.step(now, held);
        for (String name : start.keySet()) {
          assertThat(eata.adapted().get(name)).containsExactly(now.get(name), within(2e-5f));
        }
      }
    }
  }

  @Test
  void sarStepsByTheGradientWhereItIsWorst() {
    StateDict weights = weights(12);
    try (EntropyStep step = TestTimeAdaptation.all(NETWORK, weights);
        Sar sar = Sar.open(NETWORK, weights, .01, 0)) {
      Map<String, float[]> start = step.values();
      boolean[] reliable = new boolean[BATCH.size()];
      EntropyStep.Result here = step.ofEntropy(BATCH, logits -> reliable(logits, reliable, true));
      double squares = 0;
      for (float[] gradient : here.gradients().values()) {
        for (float g : gradient) {
          squares += g * g;
        }
      }
      step.set(TestTimeAdaptation.sum(start, .05 / Math.sqrt(squares), here.gradients()));
      EntropyStep.Result worst = step.ofEntropy(BATCH, logits -> reliable(logits, reliable, false));
      assertThat(sar.logits(BATCH)).isEqualTo(here.logits());
      Map<String, float[]> expected = TestTimeAdaptation.sum(start, -.01, worst.gradients());
      Map<String, float[]> found = sar.adapted();
      assertThat(found.get("bn1.weight")).isNotEqualTo(start.get("bn1.weight"));
      for (String name : start.keySet()) {
        assertThat(found.get(name)).containsExactly(expected.get(name), within(1e-6f));
      }
    }
  }

  private static double[] reliable(float[] logits, boolean[] before, boolean all) {
    double[] entropies = TestTimeAdaptation.entropies(logits, 5);
    double[] weights = new double[entropies.length];
    int count = 0;
    for (int i = 0; i < weights.length; i++) {
      before[i] = entropies[i] < .4 * Math.log(5) && (all || before[i]);
      count += before[i] ? 1 : 0;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = before[i] ? 1.0 / count : 0;
    }
    return weights;
  }

  @Test
  void sarBeginsAnewWhenItIsSuspiciouslySure() {
    StateDict weights = weights(500);
    try (Sar sar = Sar.open(NETWORK, weights, .01)) {
      Map<String, float[]> start = sar.adapted();
      sar.logits(BATCH);
      assertThat(sar.adapted().get("bn1.weight")).isEqualTo(start.get("bn1.weight"));
    }
  }

  @Test
  void whereNothingIsReliableNothingIsLearned() {
    StateDict weights = weights(.01f);
    try (Sar sar = Sar.open(NETWORK, weights, .01);
        Eata eata = Eata.open(NETWORK, weights, BATCH, 6, Eata.Settings.CIFAR10)) {
      for (TestTimeAdaptation each : List.of(sar, eata)) {
        Map<String, float[]> start = each.adapted();
        each.logits(BATCH);
        assertThat(each.adapted().get("bn1.weight")).isEqualTo(start.get("bn1.weight"));
      }
    }
  }

  @Test
  void networksWithoutBatchNormalisationAreRefused() {
    Network vgg = Network.of(Architecture.VGG11).withWidthDivisor(64);
    assertThatThrownBy(() -> Tent.open(vgg, vgg.initialWeights(0), .001))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no batch normalisation");
  }
}
