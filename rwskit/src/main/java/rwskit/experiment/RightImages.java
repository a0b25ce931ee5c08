package rwskit.experiment;

import java.util.BitSet;
import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.weights.StateDict;

/**
 * How often each test image was classified rightly, over draws of a method and over what was done
 * to the images: what methods are compared by, image by image.
 */
final class RightImages {
  private final int[] clean;
  private final int[] corrupted;
  private int measuredClean;
  private int measuredCorrupted;

  RightImages(int images) {
    this.clean = new int[images];
    this.corrupted = new int[images];
  }

  /** Measures weights on clean images and on each of the corrupted ones. */
  RightImages add(Evaluation evaluation, StateDict weights, List<List<Corruption>> tested) {
    addClean(evaluation.right(weights));
    for (List<Corruption> corruptions : tested) {
      addCorrupted(evaluation.right(weights, corruptions.toArray(Corruption[]::new)));
    }
    return this;
  }

  void addClean(BitSet right) {
    count(clean, right);
    measuredClean++;
  }

  void addCorrupted(BitSet right) {
    count(corrupted, right);
    measuredCorrupted++;
  }

  private static void count(int[] counts, BitSet right) {
    right.stream().forEach(image -> counts[image]++);
  }

  int images() {
    return clean.length;
  }

  /** TA, percent. */
  double ta() {
    return percent(clean, measuredClean);
  }

  /** RA, percent. */
  double ra() {
    return percent(corrupted, measuredCorrupted);
  }

  private static double percent(int[] counts, int measured) {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return 100.0 * sum / measured / counts.length;
  }

  /** Adds to each image's sum the percent that these are above others, clean images. */
  void addTaDifference(RightImages other, double[] sums) {
    addDifference(clean, measuredClean, other.clean, other.measuredClean, sums);
  }

  /** Adds to each image's sum the percent that these are above others, corrupted images. */
  void addRaDifference(RightImages other, double[] sums) {
    addDifference(corrupted, measuredCorrupted, other.corrupted, other.measuredCorrupted, sums);
  }

  private static void addDifference(
      int[] counts, int measured, int[] others, int othersMeasured, double[] sums) {
    for (int i = 0; i < counts.length; i++) {
      sums[i] += 100.0 * counts[i] / measured - 100.0 * others[i] / othersMeasured;
    }
  }
}
