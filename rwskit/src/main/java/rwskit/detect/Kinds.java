package rwskit.detect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;

/**
 * Conditions by corruption, at whatever severity; clean is a kind too. Says how badly images fit a
 * kind, and from that which kinds they may all be of.
 *
 * <p>How badly one image fits is by how much the logarithm of its probability is below that of its
 * likeliest kind; of a batch the sum over images. That is nothing where each image is likeliest to
 * be of that kind, and large where a batch mixes kinds, whichever it is compared with. Thresholds
 * are quantiles on validation images of each kind, so that of batches of one kind a known share
 * misses its own: conformal prediction by classes (V. Vovk et al., "Algorithmic Learning in a
 * Random World", 2005).
 *
 * @param all the kinds, in the order of their first conditions
 * @param ofCondition the kind of each condition
 */
record Kinds(List<Optional<Corruption>> all, int[] ofCondition) {
  static Kinds of(List<Condition> conditions) {
    Set<Optional<Corruption>> all = new LinkedHashSet<>();
    conditions.forEach(condition -> all.add(condition.corruption()));
    List<Optional<Corruption>> kinds = new ArrayList<>(all);
    return new Kinds(
        kinds,
        conditions.stream().mapToInt(condition -> kinds.indexOf(condition.corruption())).toArray());
  }

  int count() {
    return all.size();
  }

  /**
   * How badly an image fits each kind, from 0.
   *
   * @param scores of each condition: logarithms of probabilities, but for a common number
   */
  double[] misfits(double[] scores) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      highest = Math.max(highest, score);
    }
    double[] misfits = new double[all.size()];
    for (int k = 0; k < scores.length; k++) {
      misfits[ofCondition[k]] += Math.exp(scores[k] - highest);
    }
    double likeliest = Double.NEGATIVE_INFINITY;
    for (int kind = 0; kind < misfits.length; kind++) {
      // Nothing is as unlikely as the smallest number, which has a logarithm.
      misfits[kind] = Math.log(Math.max(misfits[kind], Double.MIN_NORMAL));
      likeliest = Math.max(likeliest, misfits[kind]);
    }
    for (int kind = 0; kind < misfits.length; kind++) {
      misfits[kind] = likeliest - misfits[kind];
    }
    return misfits;
  }

  /**
   * @param misfits of some images together
   * @param most by how much images of a kind may fit it badly, for each
   * @return the kinds that all of the images may be of
   */
  Set<Optional<Corruption>> possible(double[] misfits, float[] most) {
    Set<Optional<Corruption>> possible = new LinkedHashSet<>();
    IntStream.range(0, most.length)
        .filter(kind -> misfits[kind] <= most[kind])
        .forEach(kind -> possible.add(all.get(kind)));
    return possible;
  }
}
