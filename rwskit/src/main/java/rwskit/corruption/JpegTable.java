package rwskit.corruption;

import java.util.List;

/**
 * The tables of numbers to whose multiples JPEG rounds (ITU-T T.81, annex K.1), and libjpeg's
 * scaling of them by a quality from 1 to 100.
 */
enum JpegTable {
  /** For brightness (table K.1). */
  LUMINANCE(
      List.of(
          16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57,
          69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64,
          81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99)),
  /** For colour (table K.2). */
  CHROMINANCE(
      List.of(
          17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99,
          99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
          99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99));

  private final int[] base;

  JpegTable(List<Integer> base) {
    this.base = base.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Fills an array with the 64 numbers for a quality, row by row; returns it. */
  int[] scaled(int quality, int[] table) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    for (int i = 0; i < base.length; i++) {
      table[i] = Math.max(1, Math.min(255, (base[i] * percent + 50) / 100));
    }
    return table;
  }
}
