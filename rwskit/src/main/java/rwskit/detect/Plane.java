package rwskit.detect;

/**
 * One channel of an image in whole numbers, {@value #ONE} for white: sums of whole numbers have no
 * order, so that the compiler may compute eight at a time, as it must not with fractions.
 *
 * @param values row by row, 0 to {@value #ONE}, of a chroma channel half of that to either side;
 *     not copied
 * @param height rows
 * @param width values a row
 */
record Plane(int[] values, int height, int width) {
  /** The level of white: 255 levels of 256 steps each. */
  static final int ONE = 255 * 256;

  /** So many values, each at most 8·{@link #ONE}, add up to less than 2³¹. */
  private static final int SUMMED = 2048;

  /** ITU-R BT.601, as JPEG takes it, to 1/256. */
  static Plane luma(byte[] image, int height, int width) {
    return weighted(image, height, width, 77, 150, 29);
  }

  /** Blue less luma. */
  static Plane blueness(byte[] image, int height, int width) {
    return weighted(image, height, width, -43, -85, 128);
  }

  /** Red less luma. */
  static Plane redness(byte[] image, int height, int width) {
    return weighted(image, height, width, 128, -107, -21);
  }

  private static Plane weighted(byte[] image, int height, int width, int red, int green, int blue) {
    int[] values = new int[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          red * (image[3 * i] & 0xff)
              + green * (image[3 * i + 1] & 0xff)
              + blue * (image[3 * i + 2] & 0xff);
    }
    return new Plane(values, height, width);
  }

  /** Half the size: means of squares of four. */
  Plane halved() {
    int rows = height / 2;
    int columns = width / 2;
    int[] half = new int[rows * columns];
    for (int y = 0; y < rows; y++) {
      int at = 2 * y * width;
      for (int x = 0; x < columns; x++, at += 2) {
        half[y * columns + x] =
            values[at] + values[at + 1] + values[at + width] + values[at + width + 1] + 2 >> 2;
      }
    }
    return new Plane(half, rows, columns);
  }

  /** Mean of |v(y, x) − v(y + down, x + right)|, in parts of white; right may be below 0. */
  double difference(int down, int right) {
    int step = down * width + right;
    int last = values.length - step;
    long sum = sumOfSteps(last, step);
    // One long row, as the compiler likes it; off again where it went from one edge to the other.
    int firstColumn = right < 0 ? 0 : width - right;
    for (int y = 0; y < height; y++) {
      for (int at = y * width + firstColumn; at < y * width + firstColumn + Math.abs(right); at++) {
        sum -= at < last ? Math.abs(values[at] - values[at + step]) : 0;
      }
    }
    return (double) sum / (height - down) / (width - Math.abs(right)) / ONE;
  }

  private long sumOfSteps(int last, int step) {
    long sum = 0;
    for (int first = 0; first < last; first += SUMMED) {
      int end = Math.min(last, first + SUMMED);
      int part = 0;
      for (int at = first; at < end; at++) {
        part += Math.abs(values[at] - values[at + step]);
      }
      sum += part;
    }
    return sum;
  }

  /** Mean of the steps across the edges of blocks that stand beside each other. */
  double stepsAcrossEdges(int block) {
    long sum = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = block - 1; x < width - 1; x += block, count++) {
        sum += Math.abs(values[y * width + x] - values[y * width + x + 1]);
      }
    }
    return (double) sum / count / ONE;
  }

  /** Mean of the steps across the edges of blocks that stand one above the other. */
  double stepsDownEdges(int block) {
    long sum = 0;
    int count = 0;
    for (int y = block - 1; y < height - 1; y += block) {
      for (int x = 0; x < width; x++, count++) {
        sum += Math.abs(values[y * width + x] - values[(y + 1) * width + x]);
      }
    }
    return (double) sum / count / ONE;
  }

  /** Share of neighbours of the same value, in a row (0, 1) or a column (1, 0). */
  double equalNeighbours(int down, int right) {
    int step = down * width + right;
    int other = 0;
    for (int at = 0; at < values.length - step; at++) {
      other += isOther(at, step);
    }
    for (int y = 0; right > 0 && y < height - 1; y++) {
      other -= isOther(y * width + width - 1, step);
    }
    return 1 - (double) other / (height - down) / (width - right);
  }

  /** 1 of any difference but 0, without a branch. */
  private int isOther(int at, int step) {
    int difference = values[at] - values[at + step];
    return (difference | -difference) >>> 31;
  }

  /**
   * How much is left of each inner value by the mask 1 −2 1 / −2 4 −2 / 1 −2 1, which takes off
   * edges and leaves noise; over 6 its standard deviation is the noise's (J. Immerkær, "Fast Noise
   * Variance Estimation", Computer Vision and Image Understanding 64(2), 1996).
   *
   * @return sizes, six times too large
   */
  int[] noise() {
    // 1 −2 1 down the columns, then along the rows; two numbers a row are of both edges.
    int[] down = new int[(height - 2) * width];
    for (int i = 0; i < down.length; i++) {
      down[i] = values[i] - 2 * values[i + width] + values[i + 2 * width];
    }
    int[] noise = new int[down.length];
    for (int i = 0; i < down.length - 2; i++) {
      noise[i] = Math.abs(down[i] - 2 * down[i + 1] + down[i + 2]);
    }
    return withoutEdges(noise, 0);
  }

  /** Of rows as wide as the plane, two numbers less of each. */
  private int[] withoutEdges(int[] rows, int from) {
    int[] inner = new int[(height - 2) * (width - 2)];
    for (int y = 0; y < height - 2; y++) {
      System.arraycopy(rows, y * width + from, inner, y * (width - 2), width - 2);
    }
    return inner;
  }

  /** The values that have eight neighbours. */
  int[] inner() {
    return withoutEdges(values, width + 1);
  }

  /**
   * Each inner value less the median of itself and its eight neighbours, by the exchanges of J.
   * Smith, "Implementing Median Filters in XC4000E FPGAs", 1996: columns of three in order first.
   */
  int[] besideMedian() {
    int[] low = new int[(height - 2) * width];
    int[] middle = new int[low.length];
    int[] high = new int[low.length];
    for (int i = 0; i < low.length; i++) {
      int a = values[i];
      int b = values[i + width];
      int c = values[i + 2 * width];
      int less = Math.min(a, b);
      int more = Math.max(a, b);
      low[i] = Math.min(less, c);
      middle[i] = Math.max(less, Math.min(more, c));
      high[i] = Math.max(more, c);
    }
    int[] residual = new int[low.length];
    for (int i = 0; i < low.length - 2; i++) {
      int lows = Math.max(low[i], Math.max(low[i + 1], low[i + 2]));
      int highs = Math.min(high[i], Math.min(high[i + 1], high[i + 2]));
      int less = Math.min(middle[i], middle[i + 1]);
      int more = Math.max(middle[i], middle[i + 1]);
      int middles = Math.max(less, Math.min(more, middle[i + 2]));
      int first = Math.min(lows, middles);
      int second = Math.max(lows, middles);
      residual[i] = values[i + width + 1] - Math.max(first, Math.min(second, highs));
    }
    return withoutEdges(residual, 0);
  }

  /** In parts of white. */
  double mean() {
    return (double) sum(values) / values.length / ONE;
  }

  /** In parts of white. */
  double deviation() {
    double mean = (double) sum(values) / values.length;
    double squares = 0;
    for (int value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length) / ONE;
  }

  /** Of values whose size is at most 8·{@link #ONE}. */
  static long sum(int[] values) {
    long sum = 0;
    for (int from = 0; from < values.length; from += SUMMED) {
      int last = Math.min(values.length, from + SUMMED);
      int part = 0;
      for (int i = from; i < last; i++) {
        part += values[i];
      }
      sum += part;
    }
    return sum;
  }
}
