package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

class ImageFeaturesTest {
  @Property(tries = 30)
  void theMedianIsThatOfSortedNeighbours(@ForAll long seed) {
    Plane plane = random(seed, 17, 19);
    float[] residual = plane.besideMedian();
    Random pick = new Random(seed);
    int y = 1 + pick.nextInt(15);
    int x = 1 + pick.nextInt(17);
    float[] nine = new float[9];
    for (int i = 0; i < 9; i++) {
      nine[i] = plane.values()[(y + i / 3 - 1) * 19 + x + i % 3 - 1];
    }
    float own = nine[4];
    Arrays.sort(nine);
    assertThat(residual[(y - 1) * 17 + x - 1]).isEqualTo(own - nine[4]);
  }

  /** The cosine transform keeps lengths, and of a cosine it keeps one coefficient. */
  @Test
  void aCosineHasOneCoefficient() {
    float[] values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (float) Math.cos(Math.PI * 3 * (2 * (i % 16 % 8) + 1) / 16);
    }
    double[] spectrum = BlockSpectrum.of(new Plane(values, 16, 16));
    // Of 8×8: √(1/8)·8 down, √(2/8)·4 across.
    assertThat(spectrum[3]).isCloseTo(Math.sqrt(8) * 2, within(1e-4));
    for (int i = 0; i < 64; i++) {
      assertThat(i == 3 ? 0 : spectrum[i]).isCloseTo(0, within(1e-5));
    }
    assertThat(spectrum[64]).isCloseTo(63.0 / 64, within(1e-9));
  }

  @Test
  void theMaskGivesTheNoisesDeviationAndNothingForRamps() {
    Random random = new Random(3);
    float[] ramp = new float[100 * 100];
    float[] noise = new float[100 * 100];
    for (int i = 0; i < noise.length; i++) {
      ramp[i] = i % 100 * .01f + i / 100 * .02f;
      noise[i] = .1f * (float) random.nextGaussian();
    }
    for (float left : new Plane(ramp, 100, 100).noise()) {
      assertThat(left).isCloseTo(0, within(1e-6f));
    }
    double squares = 0;
    float[] left = new Plane(noise, 100, 100).noise();
    for (float value : left) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / left.length)).isCloseTo(.1, within(.003));
  }

  @Test
  void differencesGoTheWayTheyAreNamed() {
    // Rising to the right by 1, downwards by 10.
    float[] values = new float[20 * 20];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 20 + 10 * (i / 20);
    }
    Plane plane = new Plane(values, 20, 20);
    assertThat(plane.difference(0, 1)).isEqualTo(1);
    assertThat(plane.difference(1, 0)).isEqualTo(10);
    assertThat(plane.difference(1, 1)).isEqualTo(11);
    assertThat(plane.difference(1, -1)).isEqualTo(9);
    assertThat(plane.difference(0, 3)).isEqualTo(3);
    assertThat(plane.equalNeighbours(0, 1)).isZero();
    assertThat(plane.halved().values()[1]).isEqualTo(2.5f + 5);
    assertThat(plane.halved().width()).isEqualTo(10);
  }

  @Test
  void flatImagesHaveFiniteFeatures() {
    for (int value : new int[] {0, 128, 255}) {
      byte[] pixels = new byte[17 * 23 * 3];
      Arrays.fill(pixels, (byte) value);
      ImageSet flat = ImageSet.of(pixels, 17, 23, 3, new int[1], List.of("one"), Split.TEST);
      assertThat(ImageFeatures.of(flat, 0)).hasSize(ImageFeatures.COUNT).doesNotContain(Double.NaN);
      assertThat(Arrays.stream(ImageFeatures.of(flat, 0)).allMatch(Double::isFinite)).isTrue();
    }
  }

  @Test
  void smallAndGreyImagesAreRefused() {
    ImageSet small =
        ImageSet.of(new byte[15 * 16 * 3], 15, 16, 3, new int[1], List.of("a"), Split.TEST);
    assertThatThrownBy(() -> ImageFeatures.of(small, 0)).isInstanceOf(BadInputException.class);
  }

  private static Plane random(long seed, int height, int width) {
    Random random = new Random(seed);
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      // Few values, so that some are equal.
      values[i] = random.nextInt(6);
    }
    return new Plane(values, height, width);
  }
}
