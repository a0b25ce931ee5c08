package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.corrupted.NpzFile;

/**
 * Every corruption against what the benchmark's own program made of the same draws. Values of our
 * own for {@link Variant#IMAGENET} are of small images, by the program's formulas with its
 * libraries.
 */
class CorruptionReferenceTest {
  private static final Path FIXTURES =
      Path.of(System.getProperty("rwskit.fixtures"), "corruptions");
  private static final Pattern OUTPUT = Pattern.compile("(image\\d+)_s(\\d)_out");

  /** The record is in single precision: a whole number may have been a little less. */
  private static final double RECORD_ERROR = 2e-5;

  /** Those whose 8-bit result may differ from the reference's in one value of a thousand only. */
  private static final Set<Corruption> EXACT =
      EnumSet.of(
          Corruption.GAUSSIAN_NOISE,
          Corruption.SHOT_NOISE,
          Corruption.IMPULSE_NOISE,
          Corruption.FROST,
          Corruption.MOTION_BLUR,
          Corruption.ZOOM_BLUR,
          Corruption.SNOW,
          Corruption.SPECKLE_NOISE,
          Corruption.BRIGHTNESS,
          Corruption.CONTRAST,
          Corruption.PIXELATE,
          Corruption.JPEG_COMPRESSION,
          Corruption.SATURATE);

  @ParameterizedTest
  @EnumSource
  void hasReferenceValuesForCifar(Corruption corruption) {
    assertThat(file(Variant.CIFAR, corruption)).exists();
  }

  @ParameterizedTest
  @MethodSource("references")
  void equalsTheReferenceProgramGivenItsDraws(Variant variant, Corruption corruption)
      throws IOException {
    NpzFile fixture = NpzFile.read(file(variant, corruption));
    List<Matcher> outputs =
        fixture.arrays().keySet().stream().map(OUTPUT::matcher).filter(Matcher::matches).toList();
    assertThat(outputs).isNotEmpty();
    for (Matcher output : outputs) {
      WorkingImage image = read(fixture.get(output.group(1)));
      int severity = Integer.parseInt(output.group(2));
      String run = output.group(1) + "_s" + severity;
      Setting setting = Setting.of(variant, severity);
      RecordedDraws draws = RecordedDraws.of(fixture, run);
      if (corruption == Corruption.FROST) {
        // Its draws are recorded by what they led to: the crop. Only that crop can be drawn then.
        setting =
            setting.withFrost(FrostPatch.pictures(fixture.get(run + "_frost_patch"), variant));
        draws = RecordedDraws.zeros(3);
      }

      corruption.apply(image, setting, draws);

      draws.requireAllTaken();
      compare(corruption, image, fixture.get(output.group()).values(), output.group());
    }
  }

  static Stream<Arguments> references() {
    return Arrays.stream(Variant.values())
        .flatMap(
            variant ->
                Arrays.stream(Corruption.values())
                    .filter(corruption -> Files.exists(file(variant, corruption)))
                    .map(corruption -> Arguments.of(variant, corruption)));
  }

  static Path file(Variant variant, Corruption corruption) {
    String folder =
        switch (variant) {
          case CIFAR -> "cifar-32";
          case TINY -> "tiny-imagenet-64";
          case IMAGENET -> "imagenet-224";
        };
    return FIXTURES.resolve(folder).resolve(corruption.label() + ".npz");
  }

  private static WorkingImage read(NpzFile.Array array) {
    int[] shape = array.shape();
    WorkingImage image = new WorkingImage(shape[0], shape[1], shape[2]);
    image.read(bytes(array.values()), 0);
    return image;
  }

  private static void compare(
      Corruption corruption, WorkingImage image, double[] expected, String name) {
    double[] values = image.values();
    byte[] pixels = new byte[expected.length];
    image.write(pixels, 0);
    double sum = 0;
    int far = 0;
    int unequal = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(255 * Math.max(0, Math.min(1, values[i])) - expected[i]);
      sum += difference;
      far += difference > 2 ? 1 : 0;
      int pixel = pixels[i] & 0xFF;
      unequal += pixel == (int) expected[i] || pixel == (int) (expected[i] - RECORD_ERROR) ? 0 : 1;
    }
    assertThat(sum / expected.length).as("%s, mean difference", name).isLessThanOrEqualTo(.5);
    assertThat(far / (double) expected.length)
        .as("%s, share that differs by more than 2", name)
        .isLessThanOrEqualTo(.005);
    if (EXACT.contains(corruption)) {
      assertThat(unequal / (double) expected.length)
          .as("%s, share that differs in 8 bits", name)
          .isLessThanOrEqualTo(.001);
    }
  }

  private static byte[] bytes(double[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return bytes;
  }
}
