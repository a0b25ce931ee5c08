package rwskit.experiment;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.weights.StateDict;

/**
 * How often each test image was classified rightly, over draws of a method or over several
 * networks: what methods are compared by, image by image. Each kind of corrupted images counts
 * alike, however often it was measured.
 */
final class RightImages {
  private final Counts clean;
  private final List<Counts> corrupted;

  /** Of one set of images: how often each was right, of how many measurements. */
  private static final class Counts {
    private final int[] right;
    private int measured;

    Counts(int images) {
      this.right = new int[images];
    }

    void add(BitSet images) {
      images.stream().forEach(image -> right[image]++);
      measured++;
    }

    double percent() {
      return 100.0 * IntStream.of(right).asLongStream().sum() / measured / right.length;
    }

    double percent(int image) {
      return 100.0 * right[image] / measured;
    }
  }

  /**
   * @param images how many there are
   * @param kinds of corrupted ones
   */
  RightImages(int images, int kinds) {
    this.clean = new Counts(images);
    this.corrupted = IntStream.range(0, kinds).mapToObj(kind -> new Counts(images)).toList();
  }

  /** Measures weights on clean images and on each kind of corrupted ones. */
  RightImages add(Evaluation evaluation, StateDict weights, List<List<Corruption>> tested) {
    addClean(evaluation.right(weights));
    for (int kind = 0; kind < tested.size(); kind++) {
      addCorrupted(kind, evaluation, weights, tested.get(kind));
    }
    return this;
  }

  void addClean(BitSet right) {
    clean.add(right);
  }

  void addCorrupted(
      int kind, Evaluation evaluation, StateDict weights, List<Corruption> corruptions) {
    corrupted.get(kind).add(evaluation.right(weights, corruptions.toArray(Corruption[]::new)));
  }

  int images() {
    return clean.right.length;
  }

  /** TA, percent. */
  double ta() {
    return clean.percent();
  }

  /** RA, percent: the mean of all kinds. */
  double ra() {
    return corrupted.stream().mapToDouble(Counts::percent).average().orElseThrow();
  }

  /** The mean over kinds of the errors by those of a reference, percent; NaN where it has none. */
  double errorBy(RightImages reference) {
    return IntStream.range(0, corrupted.size())
        .mapToDouble(
            kind -> {
              double errors = 100 - reference.corrupted.get(kind).percent();
              double own = 100 - corrupted.get(kind).percent();
              return errors == 0 ? Double.NaN : 100 * own / errors;
            })
        .average()
        .orElseThrow();
  }

  /** Adds to each image's sum the percent that these are above others, clean images. */
  void addTaDifference(RightImages other, double[] sums) {
    addDifference(clean, other.clean, 1, sums);
  }

  /** Adds to each image's sum the percent that these are above others, corrupted images. */
  void addRaDifference(RightImages other, double[] sums) {
    for (int kind = 0; kind < corrupted.size(); kind++) {
      addDifference(corrupted.get(kind), other.corrupted.get(kind), corrupted.size(), sums);
    }
  }

  private static void addDifference(Counts own, Counts other, int kinds, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (own.percent(i) - other.percent(i)) / kinds;
    }
  }
}
