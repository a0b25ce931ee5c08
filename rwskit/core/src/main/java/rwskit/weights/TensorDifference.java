package rwskit.weights;

import rwskit.file.BadInputException;

/**
 * How far one tensor is from another.
 *
 * @param norm Euclidean (Frobenius) norm of other − base
 * @param baseNorm norm of base
 * @param largest largest absolute difference of two elements
 */
public record TensorDifference(double norm, double baseNorm, double largest) {
  private static final int RUN = 4096;

  /**
   * Reads two tensors once, a few kilobytes at a time.
   *
   * @param base a tensor of a floating-point type
   * @param other one of the same number of elements, of any floating-point type
   * @return their difference
   * @throws BadInputException if the numbers of elements differ or a type is not a floating-point
   *     type
   */
  public static TensorDifference of(Tensor base, Tensor other) {
    if (base.size() != other.size()) {
      throw new BadInputException(
          "tensors %s and %s have different numbers of elements".formatted(base, other));
    }
    float[] bases = new float[Math.min(RUN, base.size())];
    float[] others = new float[bases.length];
    double squares = 0;
    double baseSquares = 0;
    double largest = 0;
    for (int from = 0; from < base.size(); from += RUN) {
      int count = Math.min(RUN, base.size() - from);
      base.copyTo(from, bases, 0, count);
      other.copyTo(from, others, 0, count);
      for (int i = 0; i < count; i++) {
        double difference = (double) others[i] - bases[i];
        squares += difference * difference;
        baseSquares += (double) bases[i] * bases[i];
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    return new TensorDifference(Math.sqrt(squares), Math.sqrt(baseSquares), largest);
  }

  /**
   * @return ‖other − base‖ / ‖base‖; 0 where both are zero, infinite where base alone is
   */
  public double relative() {
    return norm == 0 ? 0 : norm / baseNorm;
  }
}
