package rwskit.corruption;

import java.util.Arrays;

/**
 * One component of a JPEG image: values from 0 to 255, row by row, with room for whole blocks.
 *
 * @param values height × width of the room
 * @param width of the room, a multiple of 8
 * @param height of the room, a multiple of 8
 */
record JpegPlane(int[] values, int width, int height) {
  private static final int SIZE = 8;
  private static final int MIDDLE = 128;

  /**
   * A plane in a working image's scratch array.
   *
   * @param width columns that are needed
   * @param height rows that are needed
   * @param multiple of which width and height of the room are to be multiples
   */
  static JpegPlane of(WorkingImage image, int slot, int width, int height, int multiple) {
    int roomWidth = (width + multiple - 1) / multiple * multiple;
    int roomHeight = (height + multiple - 1) / multiple * multiple;
    int[] values = image.wholeScratch(slot, roomWidth * roomHeight);
    return new JpegPlane(values, roomWidth, roomHeight);
  }

  /** Repeats the last of the given columns and rows up to the room's end, as libjpeg does. */
  void fill(int columns, int rows) {
    for (int y = 0; y < rows; y++) {
      int end = y * width + columns;
      Arrays.fill(values, end, (y + 1) * width, values[end - 1]);
    }
    for (int y = rows; y < height; y++) {
      System.arraycopy(values, (rows - 1) * width, values, y * width, width);
    }
  }

  /**
   * Sends every block through JPEG.
   *
   * @param table 64 numbers, see {@link JpegTable}
   * @param block room for 64 values
   */
  void quantise(int[] table, int[] block) {
    for (int y = 0; y < height; y += SIZE) {
      for (int x = 0; x < width; x += SIZE) {
        int at = y * width + x;
        for (int row = 0; row < SIZE; row++) {
          for (int column = 0; column < SIZE; column++) {
            block[row * SIZE + column] = values[at + row * width + column] - MIDDLE;
          }
        }
        JpegBlock.quantise(block, table);
        for (int row = 0; row < SIZE; row++) {
          for (int column = 0; column < SIZE; column++) {
            values[at + row * width + column] = clip(block[row * SIZE + column] + MIDDLE);
          }
        }
      }
    }
  }

  /**
   * Writes the means of 2×2 values, in which a half is rounded down and up in turns along a row.
   *
   * @param target of half this room's width and height
   * @param columns of this plane that count; the last is repeated
   * @param rows of this plane that count; the last is repeated to make them even, then the last row
   *     of means
   */
  void halve(JpegPlane target, int columns, int rows) {
    fill(columns, rows);
    int halfRows = (rows + 1) / 2;
    for (int y = 0; y < halfRows; y++) {
      for (int x = 0; x < target.width; x++) {
        int at = 2 * y * width + 2 * x;
        int sum = values[at] + values[at + 1] + values[at + width] + values[at + width + 1];
        target.values[y * target.width + x] = sum + 1 + x % 2 >> 2;
      }
    }
    target.fill(target.width, halfRows);
  }

  /**
   * Writes one row of twice the width, between whose values and this plane's lies a quarter of a
   * pixel: ¾ of the near value and ¼ of the far one in both directions, by 16 and rounded half up
   * and half down in turns (libjpeg's "fancy" enlargement).
   *
   * @param y row of the enlarged plane
   * @param columns of this plane that count
   * @param rows of this plane that count
   * @param sums room for as many values as columns
   * @param target receives up to twice as many values as columns, as many as it is long
   */
  void enlargeRow(int y, int columns, int rows, int[] sums, int[] target) {
    int near = y / 2 * width;
    int far = Math.max(0, Math.min(rows - 1, y % 2 == 0 ? y / 2 - 1 : y / 2 + 1)) * width;
    for (int x = 0; x < columns; x++) {
      sums[x] = 3 * values[near + x] + values[far + x];
    }
    for (int x = 0; x < target.length; x++) {
      int other = Math.max(0, Math.min(columns - 1, x % 2 == 0 ? x / 2 - 1 : x / 2 + 1));
      target[x] = 3 * sums[x / 2] + sums[other] + 8 - x % 2 >> 4;
    }
  }

  static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
