package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

class CorruptionTest {
  private static final ImageSet IMAGES = DrawnSet.SHAPES.draw(150, 3, Split.TEST);

  @ParameterizedTest
  @EnumSource
  void isFoundByTheBenchmarksName(Corruption corruption) {
    assertThat(Corruption.named(corruption.label())).isSameAs(corruption);
    assertThat(corruption.label()).isEqualTo(corruption.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Corruption.named("gaussian"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("\"gaussian\"")
        .hasMessageContaining("gaussian_noise, impulse_noise, gaussian_blur");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 6})
  void aSeverityOutsideOneToFiveIsRefused(int severity) {
    assertThatThrownBy(() -> Corruption.CONTRAST.apply(IMAGES, severity, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("severity " + severity + ": expected 1 to 5");
  }

  @ParameterizedTest
  @EnumSource
  void keepsLabelsSizesAndTheOriginal(Corruption corruption) {
    String before = IMAGES.sha256();
    ImageSet corrupted = corruption.apply(IMAGES, 5, 0);
    assertThat(IMAGES.sha256()).isEqualTo(before);
    assertThat(corrupted.labels()).isEqualTo(IMAGES.labels());
    assertThat(corrupted.classNames()).isEqualTo(IMAGES.classNames());
    assertThat(corrupted.split()).isEqualTo(Split.TEST);
    assertThat(corrupted).isNotEqualTo(IMAGES);
  }

  @ParameterizedTest
  @EnumSource
  void changesMoreTheHigherTheSeverity(Corruption corruption) {
    double[] changes =
        IntStream.rangeClosed(1, 5)
            .mapToDouble(severity -> meanChange(IMAGES, corruption.apply(IMAGES, severity, 0)))
            .toArray();
    assertThat(changes).isSorted();
    assertThat(changes[4]).isGreaterThan(1.3 * changes[0]);
  }

  @ParameterizedTest
  @EnumSource
  void worksOnGreyImagesAndOtherSizes(Corruption corruption) {
    byte[] pixels = new byte[2 * 16 * 23];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    ImageSet grey = ImageSet.of(pixels, 16, 23, 1, new int[2], IMAGES.classNames(), Split.TRAIN);
    ImageSet corrupted = corruption.apply(grey, 5, 0);
    assertThat(corrupted.image(0)).hasSize(16 * 23).isNotEqualTo(grey.image(0));
  }

  @Test
  void aCorruptedEmptySetIsEmpty() {
    assertThat(Corruption.PIXELATE.apply(IMAGES.range(0, 0), 1, 0).size()).isZero();
  }

  @Test
  void impulseNoiseReplacesTheGivenShareByExtremes() {
    byte[] grey = new byte[100 * IMAGES.imageBytes()];
    Arrays.fill(grey, (byte) 128);
    ImageSet corrupted =
        Corruption.IMPULSE_NOISE.apply(IMAGES.range(0, 100).withPixels(grey), 5, 0);
    int[] counts = new int[256];
    for (int i = 0; i < corrupted.size(); i++) {
      for (byte value : corrupted.image(i)) {
        counts[value & 0xFF]++;
      }
    }
    assertThat(counts[0] + counts[128] + counts[255]).isEqualTo(grey.length);
    assertThat(counts[0]).isBetween((int) (.033 * grey.length), (int) (.037 * grey.length));
    assertThat(counts[255]).isBetween((int) (.033 * grey.length), (int) (.037 * grey.length));
  }

  private static double meanChange(ImageSet clean, ImageSet corrupted) {
    long sum = 0;
    for (int i = 0; i < clean.size(); i++) {
      byte[] before = clean.image(i);
      byte[] after = corrupted.image(i);
      for (int j = 0; j < before.length; j++) {
        sum += Math.abs((before[j] & 0xFF) - (after[j] & 0xFF));
      }
    }
    return (double) sum / clean.size() / clean.imageBytes();
  }
}
