package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.analysis.SignatureMap;
import rwskit.analysis.SignatureSample;
import rwskit.analysis.Similarity;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.drawing.CellPlot;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Spot;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class SignaturePlotsTest {
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
    CellPlot plot =
        SignaturePlots.cosines(new Rows(Similarity.within(SAMPLES)), "compared with", "a title");
    List<String> labels = Stream.of(Corruption.values()).map(Corruption::label).toList();
    assertThat(plot.rows()).isEqualTo(labels);
    assertThat(plot.columns()).isEqualTo(labels);
    assertThat(plot.values().get(18).get(18)).isCloseTo(.92, within(.05));
    assertThat(plot.ramp().low()).isEqualTo(-1);
    assertThat(plot.caption()).startsWith("Each cell is the mean cosine of two pairs");
  }

  @Test
  void theMapHasAPointForEachSignatureInItsCorruptionsLook() {
    LinePlot plot = SignaturePlots.map(new Rows(SignatureMap.of(SAMPLES)), "a title");
    for (Corruption corruption : Corruption.values()) {
      assertThat(Plots.series(plot, corruption.label()).spots()).hasSize(2);
      assertThat(Plots.series(plot, corruption.label()).look().color())
          .isEqualTo(CorruptionLook.of(corruption).color());
    }
    assertThat(plot.caption()).endsWith("each corruption has two.");
  }

  @Test
  void eachPairIsNamedBesideItsPoint() {
    Table pairs =
        Table.create(
            StringColumn.create(Columns.FIRST, "fog", "snow"),
            StringColumn.create(Columns.SECOND, "contrast", "contrast"),
            DoubleColumn.create(Columns.COSINE, .1, .2),
            DoubleColumn.create(Columns.CHANGE, -5, -10));
    LinePlot plot = SignaturePlots.interference(new Rows(pairs), "a title");
    assertThat(Plots.series(plot, "pairs").spots())
        .extracting(Spot::note)
        .containsExactly("fog + contrast", "snow + contrast");
    assertThat(Plots.ys(plot, "pairs")).containsExactly(-5, -10);
    assertThat(plot.caption()).doesNotContain("Bars");
    pairs.addColumns(DoubleColumn.create(Columns.CHANGE_DEVIATION, 1, 2));
    LinePlot spread = SignaturePlots.interference(new Rows(pairs), "a title");
    assertThat(Plots.bars(spread, "pairs")).containsExactly(1, 2);
    assertThat(spread.caption()).endsWith("Bars are one standard deviation over seeds.");
  }

  @Test
  void whatSignaturesDoAgainstAnAttackIsAPointWithBarsForEachCorruption() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "contrast", "fog", "contrast"),
            LongColumn.create(Columns.SEED, 0, 0, 1, 1),
            DoubleColumn.create(Columns.COSINE, .1, .2, .3, .4),
            DoubleColumn.create(Columns.ATTACKED_STANDARD, 7., 7., 9., 9.),
            DoubleColumn.create(Columns.ATTACKED_SIGNATURE, 10., 5., 14., 5.));
    LinePlot plot = SignaturePlots.underAttack(new Rows(rows), "a title");
    Spot fog = Plots.series(plot, "fog").spots().get(0);
    assertThat(fog.x()).isCloseTo(.2, within(1e-9));
    assertThat(fog.y()).isEqualTo(4);
    assertThat(fog.spreadY()).isCloseTo(1.4142, within(1e-4));
    assertThat(fog.spreadX()).isCloseTo(.1414, within(1e-4));
  }
}
