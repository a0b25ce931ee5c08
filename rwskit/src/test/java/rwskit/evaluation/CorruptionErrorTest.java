package rwskit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.IMPULSE_NOISE;
import static rwskit.corruption.Corruption.PIXELATE;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.OneThread;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class CorruptionErrorTest {
  private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5);
  private static final int AT_ALL = 0b11111;

  /** The first so many of 100 images are wrong, at all five severities if they are corrupted. */
  private static byte[] wrong(int count, int value) {
    byte[] counts = new byte[100];
    Arrays.fill(counts, 0, count, (byte) value);
    return counts;
  }

  private static CorruptionErrors errors(int clean, int contrast, int pixelate) {
    return CorruptionErrors.of(
        wrong(clean, 1),
        Map.of(CONTRAST, wrong(contrast, AT_ALL), PIXELATE, wrong(pixelate, AT_ALL)),
        ALL);
  }

  private static double cell(Table table, int row, String column) {
    return table.doubleColumn(column).getDouble(row);
  }

  @Test
  void ratesAreMeansOverImagesAndSeverities() {
    byte[] counts = new byte[100];
    counts[3] = AT_ALL;
    counts[7] = 0b10010;
    CorruptionErrors errors = CorruptionErrors.of(wrong(10, 1), Map.of(CONTRAST, counts), ALL);
    assertThat(errors.clean()).isEqualTo(.1);
    assertThat(errors.mean(CONTRAST)).isEqualTo(7 / 500.);
    Table accuracies = errors.accuracies();
    assertThat(accuracies.stringColumn("corruption").asList())
        .containsExactly("none", "contrast", "contrast", "contrast", "contrast", "contrast");
    assertThat(accuracies.intColumn("severity").asDoubleArray()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(accuracies.doubleColumn("accuracy").asDoubleArray())
        .containsExactly(90, 99, 98, 99, 99, 98);
  }

  @Test
  void errorsAreDividedByThoseOfTheReference() {
    ReferenceErrors reference =
        new ReferenceErrors("reference", .2, Map.of(CONTRAST, .8, PIXELATE, .3));
    Table table = CorruptionError.table(errors(10, 60, 15), reference);
    assertThat(table.stringColumn("corruption").asList())
        .containsExactly("contrast", "pixelate", "mean");
    assertThat(cell(table, 0, "error")).isCloseTo(60, within(1e-9));
    assertThat(cell(table, 0, "CE")).isCloseTo(75, within(1e-9));
    assertThat(cell(table, 1, "CE")).isCloseTo(50, within(1e-9));
    assertThat(cell(table, 2, "CE")).isCloseTo(62.5, within(1e-9));
    assertThat(cell(table, 0, "relative CE")).isCloseTo(100 * .5 / .6, within(1e-9));
    assertThat(cell(table, 1, "relative CE")).isCloseTo(100 * .05 / .1, within(1e-9));
    assertThat(cell(table, 2, "relative CE")).isCloseTo((100 * .5 / .6 + 50) / 2, within(1e-9));
    // The binomial's interval of 60 of 100, ± 1.96 · √(.6 · .4 / 100), over .8.
    assertThat(cell(table, 0, "CE low")).isCloseTo(75 - 12, within(1.5));
    assertThat(cell(table, 0, "CE high")).isCloseTo(75 + 12, within(1.5));
  }

  @Test
  void forReadingThereIsOneTextACell() {
    Table text =
        CorruptionError.forReading(CorruptionError.table(errors(10, 60, 15), errors(10, 60, 10)));
    assertThat(text.columnNames()).containsExactly("corruption", "error", "CE", "relative CE");
    assertThat(text.stringColumn("error").get(0)).matches("60 \\[\\d\\d, \\d\\d]");
    assertThat(text.stringColumn("CE").get(0)).isEqualTo("100 [100, 100]");
    assertThat(text.stringColumn("relative CE").get(1)).isEqualTo("–");
  }

  @Test
  void theReferenceItselfIsAt100WithoutDoubt() {
    CorruptionErrors errors = errors(10, 60, 40);
    Table table = CorruptionError.table(errors, errors);
    for (int row = 0; row < 3; row++) {
      for (String column : List.of("CE", "CE low", "CE high", "relative CE", "relative CE low")) {
        assertThat(cell(table, row, column)).as(row + column).isCloseTo(100, within(1e-9));
      }
    }
    assertThat(cell(table, 0, "error low")).isBetween(45., 55.);
  }

  @Test
  void relativeErrorsAreMissingWhereTheCorruptionCostsTheReferenceNothing() {
    ReferenceErrors reference =
        new ReferenceErrors("reference", .3, Map.of(CONTRAST, .8, PIXELATE, .3));
    Table table = CorruptionError.table(errors(10, 60, 15), reference);
    assertThat(table.doubleColumn("relative CE").isMissing(0)).isFalse();
    assertThat(table.doubleColumn("relative CE").isMissing(1)).isTrue();
    assertThat(table.doubleColumn("relative CE high").isMissing(1)).isTrue();
    assertThat(table.doubleColumn("relative CE").isMissing(2)).isTrue();
    assertThat(table.doubleColumn("CE").isMissing(2)).isFalse();
  }

  @Test
  void intervalsAreMissingWhereAResampleHasNothingToDivideBy() {
    CorruptionErrors network =
        CorruptionErrors.of(new byte[3], Map.of(CONTRAST, new byte[] {1, 1, 1}), List.of(1));
    CorruptionErrors reference =
        CorruptionErrors.of(new byte[3], Map.of(CONTRAST, new byte[] {1, 0, 0}), List.of(1));
    Table table = CorruptionError.table(network, reference);
    assertThat(cell(table, 0, "CE")).isCloseTo(300, within(1e-9));
    assertThat(table.doubleColumn("CE low").isMissing(0)).isTrue();
    assertThat(table.doubleColumn("CE high").isMissing(0)).isTrue();
    assertThat(table.doubleColumn("error high").isMissing(0)).isFalse();
    assertThat(CorruptionError.forReading(table).stringColumn("CE").get(0)).isEqualTo("300");
  }

  @Test
  void alexNetIsTheBenchmarksReference() {
    ReferenceErrors alexNet = ReferenceErrors.alexNet();
    assertThat(alexNet.corrupted()).hasSize(15).containsEntry(CONTRAST, .853204);
    assertThat(alexNet.corrupted().values()).allSatisfy(rate -> assertThat(rate).isGreaterThan(.5));
    Table table = CorruptionError.table(errors(10, 60, 15), alexNet);
    assertThat(cell(table, 0, "CE")).isCloseTo(60 / .853204, within(1e-9));
  }

  @Test
  void measuresAreThoseOfPredictions() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(32);
    StateDict weights = network.initialWeights(1);
    ImageSet clean = DrawnSet.SHAPES.draw(40, 0, Split.TEST);
    CorruptionErrors.Images images =
        (corruption, severity) -> corruption.apply(clean, Setting.of(Variant.CIFAR, severity), 0);
    List<Corruption> two = List.of(CONTRAST, IMPULSE_NOISE);
    CorruptionErrors errors =
        CorruptionErrors.measure(network, weights, clean, two, List.of(1, 5), images);
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      assertThat(errors.clean())
          .isCloseTo(
              1 - Accuracy.of(model.predict(clean), clean.labels()).percent() / 100, within(1e-9));
      double mean =
          List.of(1, 5).stream()
              .map(severity -> images.read(CONTRAST, severity))
              .mapToDouble(set -> Accuracy.of(model.predict(set), set.labels()).percent())
              .average()
              .orElseThrow();
      assertThat(errors.mean(CONTRAST)).isCloseTo(1 - mean / 100, within(1e-9));
    }
    assertThat(errors.corruptions()).containsExactlyInAnyOrderElementsOf(two);
    for (Row row : errors.accuracies()) {
      int severity = row.getInt("severity");
      ImageSet measured =
          severity == 0
              ? clean
              : images.read(Corruption.named(row.getString("corruption")), severity);
      assertThat(row.getDouble("accuracy"))
          .isEqualTo(Evaluation.of(network, measured, 1).accuracy(weights).percent());
    }
    ImageSet twenty = DrawnSet.SHAPES_AND_TEXTURES.draw(40, 0, Split.TEST);
    assertThatThrownBy(
            () ->
                CorruptionErrors.measure(
                    network, weights, twenty, two, List.of(1), (corruption, severity) -> twenty))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("their number of classes differs");
    assertThatThrownBy(
            () ->
                CorruptionErrors.measure(
                    network,
                    weights,
                    clean,
                    two,
                    List.of(1),
                    (corruption, severity) -> DrawnSet.SHAPES.draw(40, 1, Split.TEST)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("are not those of the clean images");
  }

  @Test
  void accuraciesHaveTheIntervalsOfTheirImages() {
    byte[] counts = new byte[100];
    Arrays.fill(counts, 0, 30, (byte) 0b00100);
    Table table =
        CorruptionErrors.of(wrong(10, 1), Map.of(CONTRAST, counts), List.of(3)).accuracies();
    int[] right = new int[100];
    int[] clean = new int[100];
    Arrays.fill(right, 0, 30, 1);
    Arrays.fill(clean, 0, 10, 1);
    List<Accuracy> expected =
        List.of(Accuracy.of(clean, new int[100]), Accuracy.of(right, new int[100]));
    assertThat(table.rowCount()).isEqualTo(2);
    for (int row = 0; row < 2; row++) {
      assertThat(
              List.of(
                  cell(table, row, "accuracy"),
                  cell(table, row, "accuracy low"),
                  cell(table, row, "accuracy high")))
          .containsExactly(
              expected.get(row).percent(), expected.get(row).low(), expected.get(row).high());
    }
  }

  @Test
  void intervalsAreThoseOfResampledImagesBothNetworksAtOnce() {
    byte[] network = new byte[100];
    byte[] reference = new byte[100];
    for (int i = 0; i < 100; i++) {
      network[i] = (byte) (i < 50 ? i % 32 : 0);
      reference[i] = (byte) (i >= 20 ? i * 7 % 32 : 0);
    }
    CorruptionErrors one = CorruptionErrors.of(wrong(5, 1), Map.of(CONTRAST, network), ALL);
    CorruptionErrors other = CorruptionErrors.of(wrong(7, 1), Map.of(CONTRAST, reference), ALL);
    RandomStream random = RandomStream.of(RandomStream.key("bootstrap"), 100);
    double[] errors = new double[2000];
    double[] ratios = new double[2000];
    double[] relative = new double[2000];
    for (int r = 0; r < 2000; r++) {
      double ours = 0;
      double theirs = 0;
      double ourClean = 0;
      double theirClean = 0;
      for (int draw = 0; draw < 100; draw++) {
        int i = random.nextInt(100);
        ours += Integer.bitCount(network[i]) / 5.;
        theirs += Integer.bitCount(reference[i]) / 5.;
        ourClean += i < 5 ? 1 : 0;
        theirClean += i < 7 ? 1 : 0;
      }
      errors[r] = ours;
      ratios[r] = 100 * ours / theirs;
      relative[r] = 100 * (ours - ourClean) / (theirs - theirClean);
    }
    Table table = CorruptionError.table(one, other);
    isBetween(table, "error", errors);
    isBetween(table, "CE", ratios);
    isBetween(table, "relative CE", relative);
  }

  private static void isBetween(Table table, String column, double[] resampled) {
    Arrays.sort(resampled);
    assertThat(cell(table, 0, column + " low")).isCloseTo(resampled[50], within(1e-9));
    assertThat(cell(table, 0, column + " high")).isCloseTo(resampled[1949], within(1e-9));
  }

  @Test
  void ratesAtTheirEndsAreTaken() {
    assertThat(new ReferenceErrors("all", 1, Map.of(CONTRAST, 1.)).corrupted())
        .containsEntry(CONTRAST, 1.);
    assertThat(new ReferenceErrors("none", 0, Map.of()).clean()).isZero();
    for (double clean : new double[] {-.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new ReferenceErrors("r", clean, Map.of()))
          .isInstanceOf(BadInputException.class)
          .hasMessage("r has a clean error of " + clean + ": expected 0 to 1");
    }
    for (double rate : new double[] {-.1, 0, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new ReferenceErrors("r", .1, Map.of(CONTRAST, rate)))
          .isInstanceOf(BadInputException.class)
          .hasMessage("r has an error of " + rate + " under contrast: expected above 0, at most 1");
    }
  }

  @Test
  void whatThereIsNothingOfIsRefused() {
    Map<Corruption, byte[]> one = Map.of(CONTRAST, new byte[1]);
    assertThat(CorruptionErrors.of(new byte[1], one, ALL).images()).isEqualTo(1);
    for (int severity : new int[] {0, 6}) {
      assertThatThrownBy(() -> CorruptionErrors.of(new byte[1], one, List.of(severity)))
          .isInstanceOf(BadInputException.class)
          .hasMessage("severity " + severity + ": expected 1 to 5");
    }
    List<ThrowingCallable> nothing =
        List.of(
            () -> CorruptionErrors.of(new byte[0], Map.of(CONTRAST, new byte[0]), ALL),
            () -> CorruptionErrors.of(new byte[1], Map.of(), ALL),
            () -> CorruptionErrors.of(new byte[1], one, List.of()));
    nothing.forEach(
        call ->
            assertThatThrownBy(call)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("nothing to measure"));
  }

  @Test
  void theErrorsAreACopyAndCannotBeChanged() {
    byte[] clean = wrong(10, 1);
    byte[] contrast = wrong(20, AT_ALL);
    CorruptionErrors errors = CorruptionErrors.of(clean, Map.of(CONTRAST, contrast), ALL);
    Arrays.fill(clean, (byte) 1);
    Arrays.fill(contrast, (byte) 0);
    assertThat(errors.clean()).isEqualTo(.1);
    assertThat(errors.mean(CONTRAST)).isEqualTo(.2);
    assertThatThrownBy(() -> errors.corruptions().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void errorsThatCannotBeComparedAreRefused() {
    CorruptionErrors errors = errors(10, 60, 15);
    assertThatThrownBy(
            () ->
                CorruptionError.table(
                    errors, new ReferenceErrors("noise only", .1, Map.of(IMPULSE_NOISE, .5))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("one in common");
    assertThatThrownBy(() -> CorruptionError.table(errors, errors(10, 0, 5)))
        .hasMessageContaining("never wrong under contrast");
    CorruptionErrors fewer =
        CorruptionErrors.of(new byte[3], Map.of(CONTRAST, new byte[] {1, 1, 1}), ALL);
    assertThatThrownBy(() -> CorruptionError.table(errors, fewer))
        .hasMessageContaining("100 images, the reference on 3");
    assertThatThrownBy(() -> CorruptionErrors.of(new byte[0], Map.of(), ALL))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> CorruptionErrors.of(new byte[2], Map.of(CONTRAST, new byte[3]), ALL))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new ReferenceErrors("r", .1, Map.of(CONTRAST, 0.)))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new ReferenceErrors("r", 1.1, Map.of()))
        .isInstanceOf(BadInputException.class);
  }
}
