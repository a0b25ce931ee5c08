package rwskit.weights;

/**
 * What the numbers of one tensor are like. NaN and infinities are counted and left out of the rest.
 *
 * @param finite how many elements are finite
 * @param notFinite how many are NaN or infinite
 * @param zeros how many are zero, of either sign
 * @param min smallest finite element; NaN where there is none
 * @param max largest finite element; NaN where there is none
 * @param mean of the finite elements; NaN where there is none
 * @param deviation standard deviation of the finite elements, divided by their number; NaN where
 *     there is none
 * @param norm Euclidean (Frobenius) norm of the finite elements
 */
public record TensorStatistics(
    long finite,
    long notFinite,
    long zeros,
    double min,
    double max,
    double mean,
    double deviation,
    double norm) {
  private static final int RUN = 4096;

  /**
   * Reads a tensor once, a few kilobytes at a time.
   *
   * @param tensor of a floating-point type
   * @return its statistics
   * @throws rwskit.file.BadInputException if the type is not a floating-point type
   */
  public static TensorStatistics of(Tensor tensor) {
    float[] run = new float[Math.min(RUN, tensor.size())];
    long finite = 0;
    long zeros = 0;
    double min = Double.NaN;
    double max = Double.NaN;
    double sum = 0;
    double squares = 0;
    for (int from = 0; from < tensor.size(); from += RUN) {
      int count = Math.min(RUN, tensor.size() - from);
      tensor.copyTo(from, run, 0, count);
      for (int i = 0; i < count; i++) {
        double value = run[i];
        if (Double.isFinite(value)) {
          min = finite == 0 ? value : Math.min(min, value);
          max = finite == 0 ? value : Math.max(max, value);
          finite++;
          zeros += value == 0 ? 1 : 0;
          sum += value;
          squares += value * value;
        }
      }
    }
    double mean = sum / finite;
    double deviation = Math.sqrt(Math.max(0, squares / finite - mean * mean));
    return new TensorStatistics(
        finite,
        tensor.size() - finite,
        zeros,
        min,
        max,
        mean,
        finite == 0 ? Double.NaN : deviation,
        Math.sqrt(squares));
  }
}
