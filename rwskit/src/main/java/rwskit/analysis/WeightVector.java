package rwskit.analysis;

import java.util.Collection;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/**
 * The direction of a change of weights: its tensors one after another as a single vector, scaled to
 * length 1. Where directions are compared, how far a training went does not count.
 */
public final class WeightVector {
  private final float[] values;

  private WeightVector(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    if (!(squares > 0) || Double.isInfinite(squares)) {
      throw new BadInputException(
          "a change of weights of length %s has no direction: expected a positive, finite length"
              .formatted(Math.sqrt(squares)));
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / length);
    }
    this.values = values;
  }

  /**
   * @param signature over the layers that are to be compared, see {@link Signature#firstLayers}
   * @return its direction
   * @throws BadInputException if all its values are zero
   */
  public static WeightVector of(Signature signature) {
    StateDict weights = signature.weights();
    return new WeightVector(concatenated(weights, weights.names()));
  }

  /**
   * The direction of a change without projection, such as the robust direction τ_c = θ_c − θ₀.
   *
   * @param from θ₀
   * @param to θ_c
   * @param names of the tensors that are to be compared
   * @return the direction of {@code to} − {@code from}
   * @throws BadInputException if a tensor is missing, of another shape, or nothing changed
   */
  public static WeightVector difference(StateDict from, StateDict to, Collection<String> names) {
    StateDict before = from.only(names);
    StateDict after = to.only(names);
    before.requireSameTensors("first", after, "second");
    float[] difference = concatenated(after, names);
    float[] subtracted = concatenated(before, names);
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= subtracted[i];
    }
    return new WeightVector(difference);
  }

  private static float[] concatenated(StateDict weights, Collection<String> names) {
    float[] all = new float[names.stream().mapToInt(name -> weights.get(name).size()).sum()];
    int at = 0;
    for (String name : names) {
      int size = weights.get(name).size();
      weights.get(name).copyTo(0, all, at, size);
      at += size;
    }
    return all;
  }

  /**
   * @param other a direction in as many weights
   * @return the cosine of the angle between the two, −1 to 1
   * @throws BadInputException if the other has another number of weights
   */
  public double cosine(WeightVector other) {
    if (other.values.length != values.length) {
      throw new BadInputException(
          "directions of %s and %s weights cannot be compared: expected the same tensors"
              .formatted(values.length, other.values.length));
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return Math.max(-1, Math.min(1, sum));
  }

  /**
   * Projects onto random directions, which keeps angles up to about 1/√{@code dimensions} (W.
   * Johnson, J. Lindenstrauss, "Extensions of Lipschitz mappings into a Hilbert space", 1984). The
   * directions have the signs of coin tosses (D. Achlioptas, "Database-friendly random
   * projections", 2003) and are the same at every call, so nothing is learned from the data.
   *
   * @param dimensions how many, at least 1
   * @return the projection, of length about 1
   */
  double[] projected(int dimensions) {
    double[] projection = new double[dimensions];
    RandomStream signs = RandomStream.of(RandomStream.key("random projection"), dimensions);
    double scale = 1 / Math.sqrt(dimensions);
    for (float value : values) {
      long coins = 0;
      for (int i = 0; i < dimensions; i++) {
        coins = i % Long.SIZE == 0 ? signs.nextLong() : coins >>> 1;
        projection[i] += (coins & 1) == 0 ? value * scale : -value * scale;
      }
    }
    return projection;
  }
}
