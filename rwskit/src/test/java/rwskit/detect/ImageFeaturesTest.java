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
    int[] residual = plane.besideMedian();
    for (int at = 0; at < 15 * 17; at++) {
      int[] nine = new int[9];
      for (int i = 0; i < 9; i++) {
        nine[i] = plane.values()[(at / 17 + i / 3) * 19 + at % 17 + i % 3];
      }
      int own = nine[4];
      Arrays.sort(nine);
      assertThat(residual[at]).isEqualTo(own - nine[4]);
    }
  }

  /** Of a value and its eight neighbours, each by its own count in the mask. */
  @Property(tries = 30)
  void noiseIsWhatTheMaskLeaves(@ForAll long seed) {
    Plane plane = random(seed, 16, 21);
    int[] mask = {1, -2, 1, -2, 4, -2, 1, -2, 1};
    int[] noise = plane.noise();
    assertThat(noise).hasSize(14 * 19);
    for (int at = 0; at < noise.length; at++) {
      int left = 0;
      for (int i = 0; i < 9; i++) {
        left += mask[i] * plane.values()[(at / 19 + i / 3) * 21 + at % 19 + i % 3];
      }
      assertThat(noise[at]).isEqualTo(Math.abs(left));
    }
  }

  @Property(tries = 30)
  void differencesAreMeansOverPairs(@ForAll long seed) {
    Plane plane = random(seed, 18, 17);
    for (int[] way : new int[][] {{0, 1}, {1, 0}, {1, 1}, {1, -1}, {0, 2}, {3, 0}, {0, 3}}) {
      double sum = 0;
      int equal = 0;
      int count = 0;
      for (int y = 0; y + way[0] < 18; y++) {
        for (int x = Math.max(0, -way[1]); x < 17 && x + way[1] < 17; x++, count++) {
          int step = plane.values()[y * 17 + x] - plane.values()[(y + way[0]) * 17 + x + way[1]];
          sum += Math.abs(step);
          equal += step == 0 ? 1 : 0;
        }
      }
      assertThat(plane.difference(way[0], way[1]))
          .isCloseTo(sum / count / Plane.ONE, within(1e-12));
      if (way[0] + way[1] == 1 && way[0] * way[1] == 0) {
        assertThat(plane.equalNeighbours(way[0], way[1]))
            .isCloseTo((double) equal / count, within(1e-12));
      }
    }
  }

  /** The cosine transform keeps lengths, and of a cosine it keeps one coefficient. */
  @Test
  void aCosineHasOneCoefficient() {
    int[] values = new int[256];
    int[] turned = new int[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (int) Math.rint(Plane.ONE * Math.cos(Math.PI * 3 * (2 * (i % 16 % 8) + 1) / 16));
      turned[i % 16 * 16 + i / 16] = values[i];
    }
    double[] spectrum = BlockSpectrum.of(new Plane(values, 16, 16));
    double[] other = BlockSpectrum.of(new Plane(turned, 16, 16));
    // Of 8×8: √(1/8)·8 down, √(2/8)·4 across.
    assertThat(spectrum[3]).isCloseTo(Math.sqrt(8) * 2, within(1e-4));
    assertThat(other[3 * 8]).isCloseTo(Math.sqrt(8) * 2, within(1e-4));
    for (int i = 0; i < 64; i++) {
      assertThat(i == 3 ? 0 : spectrum[i]).isCloseTo(0, within(1e-4));
    }
    assertThat(spectrum[64]).isCloseTo(63.0 / 64, within(1e-9));
  }

  @Test
  void theMaskGivesTheNoisesDeviationAndNothingForRamps() {
    Random random = new Random(3);
    int[] ramp = new int[100 * 100];
    int[] noise = new int[100 * 100];
    for (int i = 0; i < noise.length; i++) {
      ramp[i] = i % 100 * 100 + i / 100 * 200;
      noise[i] = 30000 + (int) (1000 * random.nextGaussian());
    }
    assertThat(new Plane(ramp, 100, 100).noise()).containsOnly(0);
    double squares = 0;
    int[] left = new Plane(noise, 100, 100).noise();
    for (int value : left) {
      squares += value / 6.0 * value / 6.0;
    }
    assertThat(Math.sqrt(squares / left.length)).isCloseTo(1000, within(30.0));
  }

  @Test
  void differencesGoTheWayTheyAreNamed() {
    // Rising to the right by 4, downwards by 40.
    int[] values = new int[20 * 20];
    for (int i = 0; i < values.length; i++) {
      values[i] = 4 * (i % 20) + 40 * (i / 20);
    }
    Plane plane = new Plane(values, 20, 20);
    assertThat(plane.difference(0, 1) * Plane.ONE).isCloseTo(4, within(1e-9));
    assertThat(plane.difference(1, 0) * Plane.ONE).isCloseTo(40, within(1e-9));
    assertThat(plane.difference(1, 1) * Plane.ONE).isCloseTo(44, within(1e-9));
    assertThat(plane.difference(1, -1) * Plane.ONE).isCloseTo(36, within(1e-9));
    assertThat(plane.stepsAcrossEdges(8) * Plane.ONE).isCloseTo(4, within(1e-9));
    assertThat(plane.stepsDownEdges(8) * Plane.ONE).isCloseTo(40, within(1e-9));
    assertThat(plane.equalNeighbours(0, 1)).isZero();
    assertThat(plane.halved().values()[1]).isEqualTo(10 + 20);
    assertThat(plane.halved().width()).isEqualTo(10);
  }

  @Property(tries = 30)
  void quantilesAreThoseOfSortedValues(@ForAll long seed) {
    int[] values = new Random(seed).ints(500, 0, Plane.ONE + 1).toArray();
    LevelCounts counts = new LevelCounts(values, 1, 6);
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    for (double share : new double[] {0, .05, .5, .9, 1}) {
      int at = Math.min(499, (int) (share * 500));
      assertThat(counts.quantile(share)).isCloseTo(sorted[at], within(32.0));
    }
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
    int[] values = new int[height * width];
    for (int i = 0; i < values.length; i++) {
      // Few values, so that some are equal.
      values[i] = random.nextInt(6);
    }
    return new Plane(values, height, width);
  }
}
