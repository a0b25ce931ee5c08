package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import rwskit.random.RandomStream;

class AugmentationTest {
  private static final int CHANNELS = 3;

  @Property(tries = 50)
  void withoutAugmentationImagesStayAsTheyAre(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width) {
    byte[] image = noise(seed, height, width);
    assertThat(apply(Augmentation.NONE, image, height, width, seed)).isEqualTo(image);
  }

  @Property(tries = 200)
  void cropAndFlipGiveAWindowAtMostFourPixelsAway(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width) {
    byte[] image = noise(seed, height, width);
    assertThat(
            windowOf(
                apply(Augmentation.CROP_FLIP, image, height, width, seed), image, height, width))
        .isNotNull();
  }

  @Example
  void everyShiftAndBothFlipsOccurAboutEquallyOften() {
    byte[] image = noise(1, 9, 9);
    Set<String> seen = new TreeSet<>();
    int flipped = 0;
    int draws = 2000;
    RandomStream random = RandomStream.of(7);
    for (int i = 0; i < draws; i++) {
      byte[] changed = new byte[image.length];
      Augmentation.CROP_FLIP.apply(image, 9, 9, CHANNELS, random, changed, 0);
      String window = windowOf(changed, image, 9, 9);
      seen.add(window);
      flipped += window.endsWith("-1") ? 1 : 0;
    }
    assertThat(seen).hasSize(9 * 9 * 2);
    assertThat(flipped / (double) draws).isCloseTo(.5, within(.05));
  }

  @Property(tries = 100)
  void rotationTurnsEveryPixelByTheSameAngleAroundTheCentre(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 20) int radius) {
    int size = 2 * radius + 1;
    byte[] turned = apply(Augmentation.ROTATE_FLIP, positions(size), size, size, seed);
    int pixels = size * size;
    assertThat(turned[pixels / 2 * CHANNELS]).isEqualTo((byte) (radius + 1));
    assertThat(turned[pixels / 2 * CHANNELS + 1]).isEqualTo((byte) (radius + 1));
    double angle = angle(turned, size);
    assertThat(Math.abs(angle)).isLessThan(Math.toRadians(20) + angleError(radius));
    for (int i = 0; i < pixels; i++) {
      double y = i / size - radius;
      double x = mirror(turned, size) * (i % size - radius);
      double fromY = Math.cos(angle) * y + Math.sin(angle) * x;
      double fromX = Math.cos(angle) * x - Math.sin(angle) * y;
      if (turned[CHANNELS * i] == 0) {
        assertThat(Math.max(Math.abs(fromY), Math.abs(fromX))).isGreaterThan(radius - .5);
      } else {
        assertThat(turned[CHANNELS * i] - 1.0 - radius).isCloseTo(fromY, within(1.5));
        assertThat(turned[CHANNELS * i + 1] - 1.0 - radius).isCloseTo(fromX, within(1.5));
      }
    }
  }

  @Property(tries = 100)
  void rotationInventsNoValue(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width) {
    byte[] image = noise(seed, height, width);
    byte[] turned = apply(Augmentation.ROTATE_FLIP, image, height, width, seed);
    for (int c = 0; c < CHANNELS; c++) {
      Set<Byte> known = new TreeSet<>(Set.of((byte) 0));
      for (int i = c; i < image.length; i += CHANNELS) {
        known.add(image[i]);
      }
      for (int i = c; i < turned.length; i += CHANNELS) {
        assertThat(known).contains(turned[i]);
      }
    }
  }

  @Example
  void theRestOfTheTargetStaysAsItWas() {
    byte[] image = noise(1, 4, 4);
    byte[] target = new byte[2 * image.length];
    for (Augmentation augmentation : Augmentation.values()) {
      augmentation.apply(image, 4, 4, CHANNELS, RandomStream.of(1), target, image.length);
      assertThat(target).startsWith(new byte[image.length]);
    }
  }

  private static byte[] apply(
      Augmentation augmentation, byte[] image, int height, int width, long seed) {
    byte[] target = new byte[image.length];
    augmentation.apply(image, height, width, CHANNELS, RandomStream.of(seed), target, 0);
    return target;
  }

  private static byte[] noise(long seed, int height, int width) {
    byte[] image = new byte[height * width * CHANNELS];
    new Random(seed).nextBytes(image);
    return image;
  }

  /** Row and column, from 1, as the first two channels. */
  private static byte[] positions(int size) {
    byte[] image = new byte[size * size * CHANNELS];
    for (int i = 0; i < size * size; i++) {
      image[CHANNELS * i] = (byte) (i / size + 1);
      image[CHANNELS * i + 1] = (byte) (i % size + 1);
    }
    return image;
  }

  /** The image whose pixel (y, x) is (y + dy, x + dx), zero outside, mirrored by −1. */
  private static byte[] window(byte[] image, int height, int width, int dy, int dx, int mirror) {
    byte[] window = new byte[image.length];
    for (int y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      for (int x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
        int column = mirror == 1 ? x : width - 1 - x;
        for (int c = 0; c < CHANNELS; c++) {
          window[(y * width + column) * CHANNELS + c] =
              image[((y + dy) * width + x + dx) * CHANNELS + c];
        }
      }
    }
    return window;
  }

  private static String windowOf(byte[] changed, byte[] image, int height, int width) {
    for (int dy = -4; dy <= 4; dy++) {
      for (int dx = -4; dx <= 4; dx++) {
        for (int mirror = -1; mirror <= 1; mirror += 2) {
          if (java.util.Arrays.equals(changed, window(image, height, width, dy, dx, mirror))) {
            return dy + " " + dx + " " + mirror;
          }
        }
      }
    }
    return null;
  }

  /** −1 where the picture is mirrored, as its middle row tells. */
  private static int mirror(byte[] turned, int size) {
    int middle = CHANNELS * size * (size / 2) + 1;
    return turned[middle] > turned[middle + CHANNELS * (size - 1)] ? -1 : 1;
  }

  /** By how much the middle row is turned. */
  private static double angle(byte[] turned, int size) {
    int radius = size / 2;
    if (radius == 0) {
      return 0;
    }
    int right = CHANNELS * (size * radius + radius + mirror(turned, size) * radius);
    return Math.atan2(turned[right] - 1 - radius, turned[right + 1] - 1 - radius);
  }

  /** What rounding to whole pixels can do to {@link #angle}. */
  private static double angleError(int radius) {
    return Math.atan(.75 / Math.max(1, radius));
  }
}
