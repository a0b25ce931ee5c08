package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.SignatureMap;
import rwskit.analysis.SignatureSample;
import rwskit.analysis.Similarity;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class SignatureFiguresTest {
  private static final List<SignatureSample> SAMPLES =
      Stream.of(Corruption.values())
          .flatMap(corruption -> Stream.of(0L, 1L).map(seed -> sample(corruption, seed)))
          .toList();

  private static SignatureSample sample(Corruption corruption, long seed) {
    RandomStream random = RandomStream.of(corruption.ordinal());
    RandomStream own = RandomStream.of(corruption.ordinal(), seed);
    float[] values = new float[200];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + .3 * own.nextGaussian());
    }
    StateDict zero = StateDict.of(Map.of("w", Tensor.of(new float[200], 200)));
    StateDict end = StateDict.of(Map.of("w", Tensor.of(values, 200)));
    return new SignatureSample(
        "made up", corruption, 5, seed, WeightVector.difference(zero, end, List.of("w")));
  }

  @Test
  void cosinesFillARowAndAColumnForEachCorruption() {
    HeatMapSeries series =
        Figures.cosines(Similarity.within(SAMPLES), "compared with", "a title").getHeatMapSeries();
    List<String> labels = Stream.of(Corruption.values()).map(Corruption::label).toList();
    assertThat(series.getXData()).isEqualTo(labels);
    assertThat(series.getHeatData()).hasSize(labels.size() * labels.size());
    // The last row, which is drawn lowest and first, ends on its diagonal.
    double last = ((Number[]) series.getHeatData().get(labels.size() - 1))[2].doubleValue();
    assertThat(last).isCloseTo(.92, within(.05));
  }

  @Test
  void theMapHasAPointForEachSignatureInItsCorruptionsLook() {
    var chart = Figures.signatureMap(SignatureMap.of(SAMPLES), "a title");
    for (Corruption corruption : Corruption.values()) {
      XYSeries series = chart.getSeries(corruption.label());
      assertThat(series.getXData()).hasSize(2);
      assertThat(series.getMarkerColor()).isEqualTo(CorruptionStyle.of(corruption).color());
    }
  }
}
