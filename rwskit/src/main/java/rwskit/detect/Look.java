package rwskit.detect;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;

/**
 * A batch as far as a detector has looked at it: no image's features are computed twice, and none's
 * that nobody asks for. For one thread.
 */
final class Look {
  /** Multiples of it, less their whole parts, fill 0 to 1 most evenly. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final ImageSet batch;
  private final LinearScores scoring;
  private final Kinds kinds;
  private final double[][] features;
  private final double[][] scores;
  private final double[][] misfits;

  Look(ImageSet batch, LinearScores scoring, Kinds kinds) {
    this.batch = batch;
    this.scoring = scoring;
    this.kinds = kinds;
    this.features = new double[batch.size()][];
    this.scores = new double[batch.size()][];
    this.misfits = new double[batch.size()][];
  }

  List<Integer> places() {
    return IntStream.range(0, batch.size()).boxed().toList();
  }

  /**
   * Some of some places, spread over all however many are taken, and with no period: images of four
   * cameras by turns must not all be of one.
   *
   * @param most how many at most
   */
  static List<Integer> spread(List<Integer> places, int most) {
    int size = places.size();
    int step = Math.max(1, (int) (GOLDEN * size));
    while (BigInteger.valueOf(step).gcd(BigInteger.valueOf(size)).intValue() > 1) {
      step++;
    }
    long stride = step;
    return IntStream.range(0, Math.min(most, size))
        .mapToObj(i -> places.get((int) (i * stride % size)))
        .toList();
  }

  double[] features(int image) {
    if (features[image] == null) {
      features[image] = ImageFeatures.of(batch, image);
    }
    return features[image];
  }

  double[] scores(int image) {
    if (scores[image] == null) {
      scores[image] = scoring.scores(features(image));
    }
    return scores[image];
  }

  /** As {@link Kinds#misfits} has them. */
  double[] misfits(int image) {
    if (misfits[image] == null) {
      misfits[image] = kinds.misfits(scores(image));
    }
    return misfits[image];
  }

  /** Summed. */
  double[] scores(List<Integer> images) {
    return sum(images.stream().map(this::scores).toList());
  }

  /** Their mean. */
  double[] features(List<Integer> images) {
    return Arrays.stream(sum(images.stream().map(this::features).toList()))
        .map(value -> value / images.size())
        .toArray();
  }

  private static double[] sum(List<double[]> rows) {
    double[] sum = new double[rows.get(0).length];
    for (double[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    return sum;
  }
}
