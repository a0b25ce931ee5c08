package rwskit.corruption;

/**
 * What a corruption did to one square image, in grey levels of 0 to 255: the change's mean and
 * standard deviation over all values, and the root mean square of four bands of spatial frequency
 * of its mean over the channels, by the orthonormal discrete cosine transform: radius below n/8
 * (without the mean), n/4, n/2 and beyond, of n×n frequencies.
 */
final class ChangeStatistics {
  static final int COUNT = 6;
  private static final int BANDS = 4;

  private final int size;
  private final int channels;
  private final double[] cosines;
  private final int[] bands;

  ChangeStatistics(int size, int channels) {
    this.size = size;
    this.channels = channels;
    this.cosines = new double[size * size];
    this.bands = new int[size * size];
    for (int k = 0; k < size; k++) {
      for (int i = 0; i < size; i++) {
        cosines[k * size + i] =
            Math.sqrt((k == 0 ? 1.0 : 2.0) / size) * Math.cos(Math.PI * k * (i + .5) / size);
        bands[k * size + i] = band(Math.hypot(k, i));
      }
    }
  }

  /**
   * @param change height × width × channels values
   * @return mean, deviation and the bands from low to high
   */
  double[] of(double[] change) {
    double[] statistics = new double[COUNT];
    double mean = 0;
    for (double value : change) {
      mean += value / change.length;
    }
    double squares = 0;
    double[] grey = new double[size * size];
    for (int i = 0; i < change.length; i++) {
      squares += (change[i] - mean) * (change[i] - mean);
      grey[i / channels] += change[i] / channels;
    }
    statistics[0] = mean;
    statistics[1] = Math.sqrt(squares / change.length);
    double[] spectrum = transformColumns(transformColumns(grey));
    spectrum[0] = 0;
    double[] energy = new double[BANDS];
    for (int i = 0; i < spectrum.length; i++) {
      energy[bands[i]] += spectrum[i] * spectrum[i];
    }
    for (int band = 0; band < BANDS; band++) {
      statistics[COUNT - BANDS + band] = Math.sqrt(energy[band]) / size;
    }
    return statistics;
  }

  private int band(double radius) {
    int band = 0;
    while (band < BANDS - 1 && radius >= size / (double) (8 >> band)) {
      band++;
    }
    return band;
  }

  /** The columns' transforms, as rows. */
  private double[] transformColumns(double[] field) {
    double[] result = new double[field.length];
    for (int k = 0; k < size; k++) {
      double[] row = new double[size];
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          row[x] += cosines[k * size + y] * field[y * size + x];
        }
      }
      for (int x = 0; x < size; x++) {
        result[x * size + k] = row[x];
      }
    }
    return result;
  }

  /** Mean and standard deviation of every statistic over runs. */
  record Runs(int count, double[] mean, double[] spread) {
    static Runs of(double[][] runs) {
      double[] mean = new double[COUNT];
      double[] spread = new double[COUNT];
      for (int i = 0; i < COUNT; i++) {
        for (double[] run : runs) {
          mean[i] += run[i] / runs.length;
        }
        for (double[] run : runs) {
          spread[i] += (run[i] - mean[i]) * (run[i] - mean[i]) / (runs.length - 1);
        }
        spread[i] = Math.sqrt(spread[i]);
      }
      return new Runs(runs.length, mean, spread);
    }
  }
}
