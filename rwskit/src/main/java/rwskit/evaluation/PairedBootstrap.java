package rwskit.evaluation;

import java.util.Arrays;
import java.util.Locale;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

/**
 * How much better one method is than another on the same images: the mean difference with its 95 %
 * interval and a p-value, by the paired percentile bootstrap (B. Efron and R. Tibshirani, "An
 * Introduction to the Bootstrap", 1993, chapters 13 and 15). Images are drawn anew with
 * replacement, the same ones for all seeds and corruptions, and so are the seeds; corruptions are
 * taken as they are. With two or three seeds the part of the seeds is known roughly, and the
 * interval is too narrow rather than too wide.
 *
 * @param difference mean difference, in the unit of what is compared
 * @param low 2.5th percentile of the resampled differences
 * @param high 97.5th percentile of them
 * @param p two-sided: twice the share of resampled differences that are not on the side of the
 *     majority, zeros and one more counted, at most 1
 */
public record PairedBootstrap(double difference, double low, double high, double p) {
  private static final int RESAMPLES = 10_000;

  /**
   * @param differences for each seed and image the difference of two methods, mean over
   *     corruptions; all seeds with the same images, at least one of both
   * @return the comparison; the same for the same arguments
   * @throws BadInputException if there is no seed or image, or seeds have different numbers of
   *     images
   */
  public static PairedBootstrap of(double[]... differences) {
    int seeds = differences.length;
    int images = seeds == 0 ? 0 : differences[0].length;
    if (images == 0 || Arrays.stream(differences).anyMatch(seed -> seed.length != images)) {
      throw new BadInputException(
          "paired differences of %s seeds with %s images: expected one seed, one image, the same for all"
              .formatted(
                  seeds,
                  Arrays.toString(Arrays.stream(differences).mapToInt(s -> s.length).toArray())));
    }
    RandomStream random =
        RandomStream.of(RandomStream.key("paired-bootstrap"), ((long) seeds << 32) + images);
    double[] resampled = new double[RESAMPLES];
    int[] chosen = new int[images];
    int below = 0;
    int above = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < images; i++) {
        chosen[i] = random.nextInt(images);
      }
      double sum = 0;
      for (int s = 0; s < seeds; s++) {
        double[] seed = differences[random.nextInt(seeds)];
        for (int image : chosen) {
          sum += seed[image];
        }
      }
      resampled[r] = sum / seeds / images;
      below += resampled[r] <= 0 ? 1 : 0;
      above += resampled[r] >= 0 ? 1 : 0;
    }
    Arrays.sort(resampled);
    // One more on either side: no p-value is 0 for want of resamples.
    double p = Math.min(1, 2.0 * (Math.min(below, above) + 1) / (RESAMPLES + 1));
    return new PairedBootstrap(
        Arrays.stream(differences).flatMapToDouble(Arrays::stream).average().orElseThrow(),
        resampled[(int) Math.round(.025 * (RESAMPLES - 1))],
        resampled[(int) Math.round(.975 * (RESAMPLES - 1))],
        p);
  }

  /**
   * Corrects p-values for their number (S. Holm, "A Simple Sequentially Rejective Multiple Test
   * Procedure", Scandinavian Journal of Statistics 6, 1979).
   *
   * @param p the p-values of all comparisons that are made
   * @return each corrected, in the same order
   */
  public static double[] holm(double... p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (one, other) -> Double.compare(p[one], p[other]));
    double[] corrected = new double[p.length];
    double largest = 0;
    for (int i = 0; i < p.length; i++) {
      largest = Math.max(largest, Math.min(1, (p.length - i) * p[order[i]]));
      corrected[order[i]] = largest;
    }
    return corrected;
  }

  /**
   * @return for instance {@code +1.2 [+0.4, +2.0]}
   */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%+.1f [%+.1f, %+.1f]", difference, low, high);
  }
}
