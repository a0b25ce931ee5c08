package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.random.RandomStream;

/** What must hold for filters whatever their weights are, on images that are not square. */
class FilterSymmetryTest {
  private static final int HEIGHT = 16;
  private static final int WIDTH = 23;

  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN_BLUR", "DEFOCUS_BLUR", "GLASS_BLUR", "MOTION_BLUR", "ZOOM_BLUR"})
  void aBlurredFlatImageIsFlat(Corruption corruption) {
    for (Variant variant : new Variant[] {Variant.CIFAR, Variant.TINY}) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        WorkingImage image = new WorkingImage(HEIGHT, WIDTH, 3);
        Arrays.fill(image.values(), 100 / 255.0);
        corruption.apply(image, Setting.of(variant, severity), Randomness.seeded(severity));
        for (double value : image.values()) {
          // glass_blur cuts to 8 bits in between.
          assertThat(value * 255)
              .isCloseTo(100, within(corruption == Corruption.GLASS_BLUR ? 1.001 : .001));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN_BLUR", "DEFOCUS_BLUR", "ZOOM_BLUR"})
  void rowsAndColumnsAreTreatedAlike(Corruption corruption) {
    for (Variant variant : Variant.values()) {
      WorkingImage image = random(HEIGHT, WIDTH, 3);
      WorkingImage turned = new WorkingImage(WIDTH, HEIGHT, 3);
      transpose(image, turned);
      corruption.apply(image, Setting.of(variant, 5), Randomness.seeded(1));
      corruption.apply(turned, Setting.of(variant, 5), Randomness.seeded(1));
      WorkingImage back = new WorkingImage(HEIGHT, WIDTH, 3);
      transpose(turned, back);
      assertThat(back.values()).containsExactly(image.values(), within(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"GAUSSIAN_BLUR", "DEFOCUS_BLUR", "GLASS_BLUR", "MOTION_BLUR", "ZOOM_BLUR", "SNOW"})
  void aGreyImageBecomesWhatAColouredOneOfEqualChannelsBecomes(Corruption corruption) {
    for (Variant variant : Variant.values()) {
      WorkingImage grey = random(HEIGHT, WIDTH, 1);
      WorkingImage coloured = new WorkingImage(HEIGHT, WIDTH, 3);
      Arrays.setAll(coloured.values(), i -> grey.values()[i / 3]);
      corruption.apply(grey, Setting.of(variant, 4), Randomness.seeded(2));
      corruption.apply(coloured, Setting.of(variant, 4), Randomness.seeded(2));
      double[] expected = new double[coloured.values().length];
      Arrays.setAll(expected, i -> grey.values()[i / 3]);
      assertThat(coloured.values()).containsExactly(expected, within(1e-6));
    }
  }

  private static WorkingImage random(int height, int width, int channels) {
    WorkingImage image = new WorkingImage(height, width, channels);
    RandomStream stream = RandomStream.of(height, width, channels);
    Arrays.setAll(image.values(), i -> stream.nextInt(256) / 255.0);
    return image;
  }

  private static void transpose(WorkingImage from, WorkingImage to) {
    for (int i = 0; i < from.values().length; i++) {
      int row = i / 3 / from.width();
      int column = i / 3 % from.width();
      to.values()[(column * to.width() + row) * 3 + i % 3] = from.values()[i];
    }
  }
}
