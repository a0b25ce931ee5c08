package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.corrupted.NpzFile;
import rwskit.corruption.ChangeStatistics.Runs;
import rwskit.data.ImageSet;
import rwskit.data.Split;

/**
 * With draws of our own, a corruption must change images as the benchmark's does: by the same mean
 * and spread and with the same spectrum, and as differently from draw to draw.
 *
 * <p>Frost is left out: what it adds is a picture, not a draw.
 */
class CorruptionStatisticsTest {
  private static final String PICTURES = "frost";
  private static final Pattern OUTPUT = Pattern.compile("(image\\d+)_s([35])_out");

  /** Grey levels by which a statistic may always differ: the results are cut to 8 bits. */
  private static final double ROUNDING = .02;

  /**
   * Mean square of the distances, in spreads, of all statistics of a corruption's recorded runs. It
   * would be about 1 for many runs; but the few large draws of a fog decide all statistics of a run
   * at once, and there may be only two runs.
   */
  private static final double FARTHEST = 9;

  private static final int DRAWS = 50;
  private static final int IMAGES = 200;

  /** Statistics of one run of the benchmark's program, by its place among many of ours. */
  @ParameterizedTest
  @MethodSource("recorded")
  void theRecordedRunsCouldBeOurs(Corruption corruption) throws IOException {
    NpzFile fixture = NpzFile.read(fixture(corruption));
    double squares = 0;
    int count = 0;
    for (String name : fixture.arrays().keySet()) {
      Matcher output = OUTPUT.matcher(name);
      if (!output.matches()) {
        continue;
      }
      NpzFile.Array clean = fixture.get(output.group(1));
      int severity = Integer.parseInt(output.group(2));
      ChangeStatistics statistics = new ChangeStatistics(clean.shape()[0], clean.shape()[2]);
      double[] recorded = statistics.of(difference(fixture.get(name).values(), clean.values()));
      Runs ours = ours(corruption, clean, Setting.of(Variant.CIFAR, severity), statistics);
      for (int i = 0; i < recorded.length; i++) {
        double distance = Math.abs(recorded[i] - ours.mean()[i]) / (ours.spread()[i] + ROUNDING);
        assertThat(distance).as("%s, statistic %d, in spreads", name, i).isLessThan(6);
        squares += distance * distance;
        count++;
      }
    }
    assertThat(squares / count).as("mean square of the distances").isLessThan(FARTHEST);
  }

  /** Statistics of many runs of the benchmark's program. */
  @ParameterizedTest
  @MethodSource("expected")
  void manyRunsAreDistributedAsTheBenchmarks(String label, int severity, Runs expected)
      throws IOException, URISyntaxException {
    byte[] pixels = new byte[IMAGES * 32 * 32 * 3];
    byte[] clean = bytes(NpzFile.read(resource("contrast.npz")).get("image0").values());
    for (int i = 0; i < IMAGES; i++) {
      System.arraycopy(clean, 0, pixels, i * clean.length, clean.length);
    }
    ImageSet set = ImageSet.of(pixels, 32, 32, 3, new int[IMAGES], List.of("image0"), Split.TEST);
    ImageSet corrupted =
        Corruption.named(label).apply(set, Setting.of(Variant.CIFAR, severity), 11);
    ChangeStatistics statistics = new ChangeStatistics(32, 3);
    Runs ours =
        Runs.of(
            IntStream.range(0, IMAGES)
                .mapToObj(i -> statistics.of(difference(values(corrupted.image(i)), values(clean))))
                .toArray(double[][]::new));
    for (int i = 0; i < ChangeStatistics.COUNT; i++) {
      double error =
          Math.hypot(
              ours.spread()[i] / Math.sqrt(ours.count()),
              expected.spread()[i] / Math.sqrt(expected.count()));
      assertThat(Math.abs(ours.mean()[i] - expected.mean()[i]))
          .as("statistic %d of %s, expected %s", i, label, expected.mean()[i])
          .isLessThan(4.5 * error + ROUNDING);
      assertThat(ours.spread()[i])
          .as("spread of statistic %d", i)
          .isBetween(expected.spread()[i] / 1.4 - ROUNDING, expected.spread()[i] * 1.4 + ROUNDING);
    }
  }

  @Test
  void everyCorruptionHasExpectedStatistics() throws IOException, URISyntaxException {
    List<Object> expected = expected().map(row -> row.get()[0]).distinct().toList();
    assertThat(expected).containsAll(drawn().map(Corruption::label).toList());
  }

  static Stream<Corruption> recorded() {
    return drawn().filter(corruption -> Files.exists(fixture(corruption)));
  }

  private static Stream<Corruption> drawn() {
    return Arrays.stream(Corruption.values())
        .filter(corruption -> !corruption.label().equals(PICTURES));
  }

  static Stream<Arguments> expected() throws IOException, URISyntaxException {
    List<String> known = drawn().map(Corruption::label).toList();
    return Files.readAllLines(resource("change.csv")).stream()
        .filter(line -> !line.startsWith("#"))
        .skip(1)
        .map(line -> line.split(","))
        .filter(row -> known.contains(row[0]))
        .map(row -> Arguments.of(row[0], Integer.parseInt(row[1]), runs(row)));
  }

  private static Runs runs(String[] row) {
    double[] mean = new double[ChangeStatistics.COUNT];
    double[] spread = new double[ChangeStatistics.COUNT];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = Double.parseDouble(row[3 + 2 * i]);
      spread[i] = Double.parseDouble(row[4 + 2 * i]);
    }
    return new Runs(Integer.parseInt(row[2]), mean, spread);
  }

  private static Runs ours(
      Corruption corruption, NpzFile.Array clean, Setting setting, ChangeStatistics statistics) {
    double[][] runs = new double[DRAWS][];
    for (int draw = 0; draw < DRAWS; draw++) {
      WorkingImage image = new WorkingImage(clean.shape()[0], clean.shape()[1], clean.shape()[2]);
      image.read(bytes(clean.values()), 0);
      corruption.apply(image, setting, Randomness.seeded(draw));
      double[] values = image.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = 255 * Math.max(0, Math.min(1, values[i]));
      }
      runs[draw] = statistics.of(difference(values, clean.values()));
    }
    return Runs.of(runs);
  }

  private static double[] difference(double[] after, double[] before) {
    double[] difference = new double[after.length];
    for (int i = 0; i < after.length; i++) {
      difference[i] = after[i] - before[i];
    }
    return difference;
  }

  private static double[] values(byte[] bytes) {
    double[] values = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }

  private static byte[] bytes(double[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return bytes;
  }

  private static Path fixture(Corruption corruption) {
    return Path.of(System.getProperty("rwskit.fixtures"), "corruptions", "cifar-32")
        .resolve(corruption.label() + ".npz");
  }

  /** Of the project's own fixtures, whatever others are asked for. */
  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        CorruptionStatisticsTest.class
            .getResource("/fixtures/corruptions/cifar-32/" + name)
            .toURI());
  }
}
