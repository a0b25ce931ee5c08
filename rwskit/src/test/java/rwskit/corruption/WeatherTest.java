package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.corrupted.NpzFile;

/** Frost, fog and spatter where the reference values do not reach. */
class WeatherTest {
  private static final Path DROPS =
      Path.of("src/test/resources/fixtures/corruptions/water-drops.npz");

  @ParameterizedTest
  @ValueSource(strings = {"small", "large", "strong"})
  void waterShinesAsOpenCvsFiltersMakeIt(String name) throws IOException {
    NpzFile fixture = NpzFile.read(DROPS);
    NpzFile.Array field = fixture.get(name + "_field");
    double threshold = fixture.get(name + "_threshold").values()[0];
    WorkingImage layer = new WorkingImage(field.shape()[0], field.shape()[1], 1);
    for (int repetition = 0; repetition < 2; repetition++) {
      System.arraycopy(field.values(), 0, layer.values(), 0, field.values().length);
      WaterDrops.shine(layer, threshold);
      double[] expected = fixture.get(name + "_light").values();
      for (int i = 0; i < expected.length; i++) {
        assertThat(layer.values()[i]).isCloseTo(expected[i], within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large", "strong"})
  void edgesAndTheirDistancesEqualOpenCvs(String name) throws IOException {
    NpzFile fixture = NpzFile.read(DROPS);
    NpzFile.Array field = fixture.get(name + "_field");
    double threshold = fixture.get(name + "_threshold").values()[0];
    int width = field.shape()[1];
    WorkingImage layer = new WorkingImage(field.shape()[0], width, 1);
    for (int i = 0; i < field.values().length; i++) {
      double value = field.values()[i];
      layer.values()[i] = value < threshold ? 0 : (int) (255 * value) & 0xFF;
    }
    double[] edges = CannyEdges.find(layer);
    double[] expected = fixture.get(name + "_edges").values();
    for (int i = 0; i < expected.length; i++) {
      double found = edges[(i / width + 1) * (width + 2) + i % width + 1];
      assertThat(found == 2).isEqualTo(expected[i] == 255);
    }
    EdgeDistance.fill(edges, layer);
    assertThat(layer.values()).isEqualTo(fixture.get(name + "_distance").values());
  }

  @Property(tries = 20)
  void waterWithoutRimsAddsNothing(@ForAll @IntRange(min = 0, max = 255) int level) {
    WorkingImage layer = new WorkingImage(16, 19, 1);
    Arrays.fill(layer.values(), level / 255.0);
    WaterDrops.shine(layer, 2);
    assertThat(layer.values()).containsOnly(0);
  }

  @Property(tries = 50)
  void fogOnOneColourStaysBetweenTheColourDarkenedAndTheColour(
      @ForAll @IntRange(min = 1, max = 255) int level,
      @ForAll @IntRange(min = 1, max = 5) int severity,
      @ForAll @IntRange(min = 16, max = 70) int height,
      @ForAll @IntRange(min = 16, max = 70) int width) {
    WorkingImage image = grey(height, width, level);
    Corruption.FOG.apply(image, Setting.of(Variant.TINY, severity), Randomness.seeded(level));
    double c = List.of(.4, .7, 1., 1.5, 2.).get(severity - 1);
    double colour = level / 255.0;
    for (double value : image.values()) {
      assertThat(value).isBetween(colour * colour / (colour + c) - 1e-12, colour + 1e-12);
    }
  }

  @Property(tries = 20)
  void fogOfAnImageIsTheUpperLeftCornerOfThatOfTheNextPowerOfTwo(
      @ForAll @IntRange(min = 17, max = 32) int height,
      @ForAll @IntRange(min = 1, max = 32) int width) {
    WorkingImage whole = grey(32, 32, 100);
    WorkingImage part = grey(height, width, 100);
    Setting setting = Setting.of(Variant.CIFAR, 4);
    Corruption.FOG.apply(whole, setting, Randomness.seeded(1));
    Corruption.FOG.apply(part, setting, Randomness.seeded(1));
    for (int i = 0; i < part.values().length; i++) {
      assertThat(part.values()[i]).isEqualTo(whole.values()[i / width * 32 + i % width]);
    }
  }

  @Property(tries = 30)
  void iceSmallerThanTheImageIsContinuedByItsMirrorImage(@ForAll long seed) {
    FrostPicture ice = new FrostPicture(5, 7, new byte[105]);
    for (int i = 0; i < ice.rgb().length; i++) {
      ice.rgb()[i] = (byte) (i / 3);
    }
    WorkingImage image = new WorkingImage(40, 30, 3);
    Setting setting =
        Setting.of(Variant.IMAGENET, 5)
            .withFrost(FrostPictures.of("small", Collections.nCopies(5, ice)));
    Corruption.FROST.apply(image, setting, Randomness.seeded(seed));
    double[] x = image.values();
    int row = 30 * 3;
    for (int i = 0; i < x.length; i++) {
      assertThat(255 * x[i] / .75).isBetween(-1e-9, 34 + 1e-9);
      if (i + 3 < x.length && i % row < row - 3) {
        assertThat(Math.abs(255 * (x[i + 3] - x[i]) / .75)).isLessThan(1 + 1e-9);
      }
      if (i + 10 * row < x.length) {
        assertThat(x[i + 10 * row]).isEqualTo(x[i]);
      }
      if (i % row < row - 42) {
        assertThat(x[i + 42]).isEqualTo(x[i]);
      }
    }
  }

  @Property(tries = 30)
  void onGreyImagesIceAndDropsCountByTheirLuma(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int severity) {
    Setting setting = Setting.of(Variant.CIFAR, severity);
    for (Corruption corruption : List.of(Corruption.FROST, Corruption.SPATTER)) {
      WorkingImage grey = grey(20, 24, 60);
      WorkingImage colour = new WorkingImage(20, 24, 3);
      Arrays.fill(colour.values(), 60 / 255.0);
      corruption.apply(grey, setting, Randomness.seeded(seed));
      corruption.apply(colour, setting, Randomness.seeded(seed));
      double[] rgb = colour.values();
      for (int i = 0; i < grey.values().length; i++) {
        double luma = .299 * rgb[3 * i] + .587 * rgb[3 * i + 1] + .114 * rgb[3 * i + 2];
        assertThat(grey.values()[i]).isCloseTo(luma, within(1e-12));
      }
    }
  }

  private static WorkingImage grey(int height, int width, int level) {
    WorkingImage image = new WorkingImage(height, width, 1);
    Arrays.fill(image.values(), level / 255.0);
    return image;
  }
}
