package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        .hasMessageContaining("gaussian_noise, shot_noise, impulse_noise");
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

  /**
   * Except where the benchmark's own do not: frost darkens the image more as it adds more ice,
   * spatter turns from water to mud, the filters of glass_blur are narrower at severity 4 than at
   * 3, motion_blur only gets a longer tail there, which weighs less than the angle, saturate pales
   * colours at severities 1 and 2 and strengthens them from 3 on, and elastic_transform bends more,
   * but shifts less, the higher the severity.
   */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GLASS_BLUR", "MOTION_BLUR", "FROST", "SPATTER", "ELASTIC_TRANSFORM", "SATURATE"})
  void changesMoreTheHigherTheSeverity(Corruption corruption) {
    double[] changes =
        IntStream.rangeClosed(1, 5)
            .mapToDouble(severity -> meanChange(IMAGES, corruption.apply(IMAGES, severity, 0)))
            .toArray();
    assertThat(changes).isSorted();
    assertThat(changes[4]).isGreaterThan(1.3 * changes[0]);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SATURATE"})
  void worksOnGreyImagesAndOtherSizes(Corruption corruption) {
    ImageSet grey = pattern(1);
    ImageSet corrupted = corruption.apply(grey, 5, 0);
    assertThat(corrupted.image(0)).hasSize(16 * 23).isNotEqualTo(grey.image(0));
  }

  @ParameterizedTest
  @EnumSource
  void worksOnColourImagesOfOtherSizes(Corruption corruption) {
    ImageSet colour = pattern(3);
    for (Variant variant : Variant.values()) {
      ImageSet corrupted = corruption.apply(colour, Setting.of(variant, 5), 0);
      assertThat(corrupted.image(0)).hasSize(16 * 23 * 3).isNotEqualTo(colour.image(0));
    }
  }

  @Test
  void greyImagesHaveNoSaturationToChange() {
    assertThatThrownBy(() -> Corruption.SATURATE.apply(pattern(1), 5, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the images are grey")
        .hasMessageContaining("leave saturate out");
  }

  @Test
  void tellsHowManyImagesAreFinished() {
    List<Integer> told = new ArrayList<>();
    ImageSet watched =
        Corruption.CONTRAST.apply(IMAGES, Setting.of(Variant.CIFAR, 2), 0, told::add);
    assertThat(watched).isEqualTo(Corruption.CONTRAST.apply(IMAGES, 2, 0));
    assertThat(told).hasSizeGreaterThan(1).allMatch(finished -> finished > 0);
    assertThat(told.stream().mapToInt(Integer::intValue).sum()).isEqualTo(IMAGES.size());
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

  private static ImageSet pattern(int channels) {
    byte[] pixels = new byte[2 * 16 * 23 * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    return ImageSet.of(pixels, 16, 23, channels, new int[2], IMAGES.classNames(), Split.TRAIN);
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
