package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.analysis.SignatureSamples.vector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.random.RandomStream;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class WeightVectorTest {
  private static StateDict two(float a, float b, float c) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("first", Tensor.of(new float[] {a, b}, 2));
    tensors.put("second", Tensor.of(new float[] {c}, 1));
    return StateDict.of(tensors);
  }

  @Test
  void aDifferenceIsOfAllTensorsFromTheFirstToTheSecond() {
    WeightVector difference =
        WeightVector.difference(two(1, 2, 3), two(3, 2, 6), List.of("first", "second"));
    // (2, 0, 3) / √13
    assertThat(difference.cosine(vector(1, 0, 0))).isCloseTo(2 / Math.sqrt(13), within(1e-7));
    assertThat(difference.cosine(vector(0, 1, 0))).isZero();
    assertThat(difference.cosine(vector(0, 0, 1))).isCloseTo(3 / Math.sqrt(13), within(1e-7));
  }

  @Test
  void aDifferenceIsOfTheSameShapes() {
    StateDict upright = StateDict.of(Map.of("w", Tensor.of(new float[] {1, 2}, 2, 1)));
    StateDict lying = StateDict.of(Map.of("w", Tensor.of(new float[] {3, 4}, 1, 2)));
    assertThatThrownBy(() -> WeightVector.difference(upright, lying, List.of("w")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("w");
  }

  @Test
  void aSignaturesDirectionIsThatOfItsWeights() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(32);
    Signature signature =
        Signature.extract(
                network.initialWeights(1), network.initialWeights(2), network.initialWeights(3))
            .firstLayers(2);
    StateDict weights = signature.weights();
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> zeros.put(name, Tensor.of(new float[tensor.size()], tensor.shape())));
    WeightVector byHand = WeightVector.difference(StateDict.of(zeros), weights, weights.names());
    assertThat(WeightVector.of(signature).cosine(byHand)).isCloseTo(1, within(1e-6));
  }

  @Test
  void aProjectionAddsEachWeightWithTheSignsOfItsCoins() {
    WeightVector direction = vector(.6f, 0, -.8f);
    double[] projection = direction.projected(100);
    RandomStream random = RandomStream.of(RandomStream.key("random projection"), 100);
    double[] expected = new double[100];
    for (double weight : new double[] {.6, 0, -.8}) {
      long[] coins = {random.nextLong(), random.nextLong()};
      for (int i = 0; i < 100; i++) {
        // √100 directions are ten times too long together.
        expected[i] += ((coins[i / 64] >> i % 64 & 1) == 0 ? weight : -weight) / 10;
      }
    }
    assertThat(projection).containsExactly(expected, within(1e-7));
  }

  @Test
  void projectionsKeepLengthsAndAngles() {
    double[] one = vector(1, 2, 3).projected(4096);
    double[] other = vector(3, -1, 1).projected(4096);
    double lengths = 0;
    double cosine = 0;
    for (int i = 0; i < one.length; i++) {
      lengths += one[i] * one[i];
      cosine += one[i] * other[i];
    }
    assertThat(lengths).isCloseTo(1, within(.05));
    assertThat(cosine).isCloseTo(4 / Math.sqrt(14 * 11), within(.05));
  }
}
