package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;

class CorruptionPropertiesTest {
  private static final ImageSet IMAGES = DrawnSet.TEXTURES.draw(140, 1, Split.TRAIN);

  @Property(tries = 40)
  void isTheSameEveryTimeAndWithAnyNumberOfThreads(
      @ForAll Corruption corruption,
      @ForAll @IntRange(min = 1, max = 5) int severity,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int threads)
      throws ExecutionException, InterruptedException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      ImageSet there = pool.submit(() -> corruption.apply(IMAGES, severity, seed)).get();
      assertThat(there).isEqualTo(corruption.apply(IMAGES, severity, seed));
    } finally {
      pool.shutdown();
    }
  }

  @Property(tries = 40)
  void theFirstImagesComeOutTheSameWithoutTheRest(
      @ForAll Corruption corruption,
      @ForAll @IntRange(min = 1, max = 5) int severity,
      @ForAll @IntRange(min = 0, max = 140) int count) {
    assertThat(corruption.apply(IMAGES.range(0, count), severity, 7))
        .isEqualTo(corruption.apply(IMAGES, severity, 7).range(0, count));
  }

  @Property(tries = 20)
  void noiseDiffersBetweenSeedsSplitsAndImages(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 139) int index) {
    ImageSet alike = IMAGES.select(new int[index + 1]);
    ImageSet noisy = Corruption.GAUSSIAN_NOISE.apply(alike, 3, seed);
    assertThat(noisy.image(index)).isNotEqualTo(noisy.image(0));
    assertThat(Corruption.GAUSSIAN_NOISE.apply(alike, 3, seed + 1).image(0))
        .isNotEqualTo(noisy.image(0));
    assertThat(Corruption.GAUSSIAN_NOISE.apply(alike.as(Split.TEST), 3, seed).image(0))
        .isNotEqualTo(noisy.image(0));
  }

  @Property
  void contrastNeverLeavesTheRangeOfTheImage(
      @ForAll @IntRange(min = 0, max = 139) int index,
      @ForAll @IntRange(min = 1, max = 5) int severity) {
    ImageSet one = IMAGES.select(index);
    byte[] before = one.image(0);
    byte[] after = Corruption.CONTRAST.apply(one, severity, 0).image(0);
    for (int channel = 0; channel < 3; channel++) {
      // The cut to 8 bits may lose what lies below a whole number.
      assertThat(extreme(after, channel, 1)).isLessThanOrEqualTo(extreme(before, channel, 1));
      assertThat(-extreme(after, channel, -1))
          .isGreaterThanOrEqualTo(-extreme(before, channel, -1) - 1);
    }
  }

  private static int extreme(byte[] image, int channel, int sign) {
    int extreme = Integer.MIN_VALUE;
    for (int i = channel; i < image.length; i += 3) {
      extreme = Math.max(extreme, sign * (image[i] & 0xFF));
    }
    return extreme;
  }
}
