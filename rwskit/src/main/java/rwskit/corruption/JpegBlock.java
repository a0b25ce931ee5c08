package rwskit.corruption;

/**
 * What JPEG does to a block of 8×8 values: cosine transform, rounding to multiples of the table's
 * numbers, and back. Whole-number arithmetic of the algorithm of C. Loeffler, A. Ligtenberg and G.
 * Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989, with 13 bits
 * after the point and 2 more kept between the passes: libjpeg's default transform ({@code islow}),
 * in which every bit of the result is fixed.
 */
final class JpegBlock {
  private static final int SIZE = 8;
  private static final int BITS = 13;
  private static final int KEPT = 2;

  // Sums of cosines that the algorithm multiplies by, in units of 2⁻¹³.
  private static final int C_0_298631336 = 2446;
  private static final int C_0_390180644 = 3196;
  private static final int C_0_541196100 = 4433;
  private static final int C_0_765366865 = 6270;
  private static final int C_0_899976223 = 7373;
  private static final int C_1_175875602 = 9633;
  private static final int C_1_501321110 = 12299;
  private static final int C_1_847759065 = 15137;
  private static final int C_1_961570560 = 16069;
  private static final int C_2_053119869 = 16819;
  private static final int C_2_562915447 = 20995;
  private static final int C_3_072711026 = 25172;

  private JpegBlock() {}

  /**
   * @param v 64 values from −128 to 127, row by row; receives those that come back, which may lie a
   *     little outside
   * @param table 64 numbers, row by row
   */
  static void quantise(int[] v, int[] table) {
    for (int row = 0; row < SIZE; row++) {
      forward(v, row * SIZE, 1, BITS - KEPT);
    }
    for (int column = 0; column < SIZE; column++) {
      forward(v, column, SIZE, BITS + KEPT);
    }
    for (int i = 0; i < v.length; i++) {
      // The forward transform's values are 8 times the cosine transform's.
      int step = table[i] * 8;
      int count = (Math.abs(v[i]) + step / 2) / step;
      v[i] = (v[i] < 0 ? -count : count) * table[i];
    }
    for (int column = 0; column < SIZE; column++) {
      inverse(v, column, SIZE, BITS - KEPT);
    }
    for (int row = 0; row < SIZE; row++) {
      inverse(v, row * SIZE, 1, BITS + KEPT + 3);
    }
  }

  private static void forward(int[] v, int at, int step, int shift) {
    int end = at + 7 * step;
    int sum0 = v[at] + v[end];
    int sum1 = v[at + step] + v[end - step];
    int sum2 = v[at + 2 * step] + v[end - 2 * step];
    int sum3 = v[at + 3 * step] + v[end - 3 * step];
    int difference0 = v[at] - v[end];
    int difference1 = v[at + step] - v[end - step];
    int difference2 = v[at + 2 * step] - v[end - 2 * step];
    int difference3 = v[at + 3 * step] - v[end - 3 * step];
    v[at] = sum0 + sum3 + sum1 + sum2 << BITS;
    v[at + 4 * step] = sum0 + sum3 - sum1 - sum2 << BITS;
    v[at + 2 * step] = sum0 - sum3;
    v[at + 6 * step] = sum1 - sum2;
    v[at + step] = difference0;
    v[at + 3 * step] = difference1;
    v[at + 5 * step] = difference2;
    v[end] = difference3;
    rotate(v, at, step);
    for (int i = at; i <= end; i += step) {
      v[i] = rounded(v[i], shift);
    }
  }

  private static void inverse(int[] v, int at, int step, int shift) {
    int end = at + 7 * step;
    rotate(v, at, step);
    int sum = v[at] + v[at + 4 * step] << BITS;
    int difference = v[at] - v[at + 4 * step] << BITS;
    int even0 = sum + v[at + 2 * step];
    int even1 = difference + v[at + 6 * step];
    int even2 = difference - v[at + 6 * step];
    int even3 = sum - v[at + 2 * step];
    int odd0 = v[at + step];
    int odd1 = v[at + 3 * step];
    int odd2 = v[at + 5 * step];
    int odd3 = v[end];
    v[at] = rounded(even0 + odd0, shift);
    v[at + step] = rounded(even1 + odd1, shift);
    v[at + 2 * step] = rounded(even2 + odd2, shift);
    v[at + 3 * step] = rounded(even3 + odd3, shift);
    v[end - 3 * step] = rounded(even3 - odd3, shift);
    v[end - 2 * step] = rounded(even2 - odd2, shift);
    v[end - step] = rounded(even1 - odd1, shift);
    v[end] = rounded(even0 - odd0, shift);
  }

  /**
   * The part that both directions have in common: turns the frequencies 2 and 6, and mixes the odd
   * ones; all are 2¹³ times as large afterwards.
   */
  private static void rotate(int[] v, int at, int step) {
    int two = v[at + 2 * step];
    int six = v[at + 6 * step];
    int both = (two + six) * C_0_541196100;
    v[at + 2 * step] = both + two * C_0_765366865;
    v[at + 6 * step] = both - six * C_1_847759065;
    int one = v[at + step];
    int three = v[at + 3 * step];
    int five = v[at + 5 * step];
    int seven = v[at + 7 * step];
    int all = (one + three + five + seven) * C_1_175875602;
    int z1 = (one + seven) * -C_0_899976223;
    int z2 = (three + five) * -C_2_562915447;
    int z3 = all - (three + seven) * C_1_961570560;
    int z4 = all - (one + five) * C_0_390180644;
    v[at + step] = one * C_1_501321110 + z1 + z4;
    v[at + 3 * step] = three * C_3_072711026 + z2 + z3;
    v[at + 5 * step] = five * C_2_053119869 + z2 + z4;
    v[at + 7 * step] = seven * C_0_298631336 + z1 + z3;
  }

  private static int rounded(int value, int shift) {
    return value + (1 << shift - 1) >> shift;
  }
}
