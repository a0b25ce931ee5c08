package rwskit.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * What a detector's sums over a batch are worth, by how many images were looked at. Images of a
 * batch are not independent of each other given the condition as far as the model errs in the same
 * way, so that sums of logarithms are too sure: they are divided by a temperature (C. Guo et al.,
 * "On Calibration of Modern Neural Networks", ICML 2017), which is fitted on validation images for
 * each of the sizes 1, 2, 4, 8 and 16. Thresholds are quantiles on the same images.
 *
 * @param temperature what sums of logarithms are divided by
 * @param cleanAbove logarithm of the probability of clean from which on images count as clean
 * @param newAbove squared distance to the nearest condition's mean, times the number of images,
 *     above which images count as of no known condition
 * @param usualUpTo the same, but as it is of nine in ten
 * @param mostMisfit by how much images of each of the {@link Kinds} may fit it badly: a row for
 *     each size
 */
record Calibration(
    float[] temperature,
    float[] cleanAbove,
    float[] newAbove,
    float[] usualUpTo,
    float[][] mostMisfit) {
  private static final double USUAL = .9;

  private static final int[] SIZES = {1, 2, 4, 8, 16};

  /** Batches of each size and condition; single images are taken once each. */
  private static final int BATCHES = 200;

  /** Of each kind, so that clean ones, which have no severities, are as many as others. */
  private static final int BATCHES_OF_A_KIND = 1000;

  private static final long PURPOSE = RandomStream.key("detector-calibration");

  /** How many images of a batch are looked at. */
  static int mostLookedAt() {
    return SIZES[SIZES.length - 1];
  }

  static int size(int place) {
    return SIZES[place];
  }

  /** The place of a number of images: that of the largest size that is no larger. */
  static int place(int images) {
    int place = SIZES.length - 1;
    while (SIZES[place] > images) {
      place--;
    }
    return place;
  }

  /**
   * @param logs for each condition and validation image the logarithms of its probabilities; the
   *     first condition is clean
   * @param whitened for each condition and validation image its whitened features
   * @param centres whitened means of the conditions' training images
   * @param kinds of the conditions
   * @param falseAlarms share of clean batches that may count as not clean, of batches of known
   *     conditions that may count as of none, and of batches of each kind that may count as not all
   *     of it
   */
  static Calibration of(
      double[][][] logs,
      double[][][] whitened,
      float[][] centres,
      Kinds kinds,
      double falseAlarms) {
    float[][] mostMisfit = mostMisfit(logs, kinds, falseAlarms);
    float[] temperature = new float[SIZES.length];
    float[] clean = new float[SIZES.length];
    float[] novel = new float[SIZES.length];
    float[] usual = new float[SIZES.length];
    for (int place = 0; place < SIZES.length; place++) {
      Batches batches = Batches.draw(logs, whitened, centres, SIZES[place]);
      temperature[place] = (float) batches.bestTemperature();
      double[] cleans = batches.cleanLogs(temperature[place]);
      clean[place] = (float) cleans[(int) (falseAlarms * cleans.length)];
      double[] distances = batches.distances.clone();
      Arrays.sort(distances);
      novel[place] =
          (float) distances[distances.length - 1 - (int) (falseAlarms * distances.length)];
      usual[place] = (float) distances[(int) (USUAL * distances.length)];
    }
    return new Calibration(temperature, clean, novel, usual, mostMisfit);
  }

  /** Thresholds on {@link Kinds#misfits}: each batch is drawn from one condition of its kind. */
  private static float[][] mostMisfit(double[][][] logs, Kinds kinds, double falseAlarms) {
    float[][] most = new float[SIZES.length][kinds.count()];
    for (int kind = 0; kind < kinds.count(); kind++) {
      List<double[]> conditions = new ArrayList<>();
      for (int c = 0; c < logs.length; c++) {
        if (kinds.ofCondition()[c] == kind) {
          int own = kind;
          conditions.add(
              Arrays.stream(logs[c]).mapToDouble(image -> kinds.misfits(image)[own]).toArray());
        }
      }
      for (int place = 0; place < SIZES.length; place++) {
        double[] sums = sums(conditions, SIZES[place], RandomStream.of(PURPOSE, place, kind));
        Arrays.sort(sums);
        most[place][kind] = (float) sums[sums.length - 1 - (int) (falseAlarms * sums.length)];
      }
    }
    return most;
  }

  private static double[] sums(List<double[]> conditions, int size, RandomStream random) {
    if (size == 1) {
      return conditions.stream().flatMapToDouble(Arrays::stream).toArray();
    }
    double[] sums = new double[BATCHES_OF_A_KIND];
    for (int b = 0; b < sums.length; b++) {
      double[] images = conditions.get(b % conditions.size());
      for (int i = 0; i < size; i++) {
        sums[b] += images[random.nextInt(images.length)];
      }
    }
    return sums;
  }

  /** Of whitened features, their mean times images, the squared distance to the nearest centre. */
  static double distance(double[] whitened, float[][] centres, int images) {
    double nearest = Double.POSITIVE_INFINITY;
    for (float[] centre : centres) {
      double sum = 0;
      for (int i = 0; i < centre.length; i++) {
        double difference = whitened[i] - centre[i];
        sum += difference * difference;
      }
      nearest = Math.min(nearest, sum);
    }
    return images * nearest;
  }

  /** As a tensor for each part. */
  StateDict tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("temperature", Tensor.of(temperature, SIZES.length));
    tensors.put("cleanAbove", Tensor.of(cleanAbove, SIZES.length));
    tensors.put("newAbove", Tensor.of(newAbove, SIZES.length));
    tensors.put("usualUpTo", Tensor.of(usualUpTo, SIZES.length));
    tensors.put(
        "mostMisfit", Tensor.of(Rows.joined(mostMisfit), SIZES.length, mostMisfit[0].length));
    return StateDict.of(tensors);
  }

  static int sizes() {
    return SIZES.length;
  }

  /**
   * Batches of validation images.
   *
   * @param truth the condition of each
   * @param sums of the images' logarithms, for each batch
   * @param distances of the batch's mean
   */
  private record Batches(int[] truth, double[][] sums, double[] distances) {
    static Batches draw(double[][][] logs, double[][][] whitened, float[][] centres, int size) {
      int conditions = logs.length;
      int each = size == 1 ? logs[0].length : BATCHES;
      Batches batches =
          new Batches(
              new int[conditions * each],
              new double[conditions * each][conditions],
              new double[conditions * each]);
      for (int c = 0; c < conditions; c++) {
        RandomStream random = RandomStream.of(PURPOSE, size, c);
        for (int b = 0; b < each; b++) {
          int at = c * each + b;
          batches.truth[at] = c;
          double[] mean = new double[centres[0].length];
          for (int i = 0; i < size; i++) {
            int image = size == 1 ? b : random.nextInt(logs[c].length);
            add(logs[c][image], 1, batches.sums[at]);
            add(whitened[c][image], 1.0 / size, mean);
          }
          batches.distances[at] = distance(mean, centres, size);
        }
      }
      return batches;
    }

    private static void add(double[] values, double scale, double[] sum) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += scale * values[i];
      }
    }

    /** The temperature with the least mean cross-entropy, by golden section of its logarithm. */
    double bestTemperature() {
      double low = Math.log(.1);
      double high = Math.log(100);
      double ratio = (Math.sqrt(5) - 1) / 2;
      for (int i = 0; i < 30; i++) {
        double left = high - ratio * (high - low);
        double right = low + ratio * (high - low);
        if (crossEntropy(Math.exp(left)) < crossEntropy(Math.exp(right))) {
          high = right;
        } else {
          low = left;
        }
      }
      return Math.exp((low + high) / 2);
    }

    private double crossEntropy(double temperature) {
      double sum = 0;
      for (int b = 0; b < truth.length; b++) {
        sum -= LinearScores.logSoftmax(sums[b], temperature)[truth[b]];
      }
      return sum / truth.length;
    }

    /** Of the clean batches, ascending. */
    double[] cleanLogs(double temperature) {
      int clean = truth.length / sums[0].length;
      double[] logs = new double[clean];
      for (int b = 0; b < clean; b++) {
        logs[b] = LinearScores.logSoftmax(sums[b], temperature)[0];
      }
      Arrays.sort(logs);
      return logs;
    }
  }
}
