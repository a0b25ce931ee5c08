package rwskit.corruption;

import rwskit.data.ImageFile;

/**
 * A picture of ice, from which {@link Frost} crops.
 *
 * @param height rows
 * @param width pixels a row
 * @param rgb H×W×3 unsigned values
 */
public record FrostPicture(int height, int width, byte[] rgb) {
  /** Fixed-point weights of OpenCV's bilinear interpolation have 11 bits after the point. */
  private static final int ONE = 1 << 11;

  static FrostPicture of(ImageFile file) {
    return new FrostPicture(file.height(), file.width(), file.rgb());
  }

  /** Where samples of the new axis lie between samples of the old one. */
  private record Taps(int[] first, int[] second, int[] firstWeight, int[] secondWeight) {
    static Taps of(int length, int newLength, double factor) {
      Taps taps =
          new Taps(new int[newLength], new int[newLength], new int[newLength], new int[newLength]);
      for (int i = 0; i < newLength; i++) {
        float at = (float) ((i + .5) * (1 / factor) - .5);
        int left = (int) at;
        float right = at - left;
        taps.first[i] = Math.min(left, length - 1);
        taps.second[i] = Math.min(left + 1, length - 1);
        taps.firstWeight[i] = (int) Math.rint((1 - right) * ONE);
        taps.secondWeight[i] = (int) Math.rint(right * ONE);
      }
      return taps;
    }
  }

  /**
   * Shrinks the picture as OpenCV's {@code resize} with {@code INTER_LINEAR} does in 8 bits: only
   * the two nearest samples of an axis count, and the low bits are dropped in between.
   *
   * @param factor of height and width, above 0 and at most 1
   * @return the smaller picture
   */
  FrostPicture shrunk(double factor) {
    int newHeight = (int) Math.rint(height * factor);
    int newWidth = (int) Math.rint(width * factor);
    Taps rows = Taps.of(height, newHeight, factor);
    Taps columns = Taps.of(width, newWidth, factor);
    byte[] small = new byte[newHeight * newWidth * 3];
    for (int y = 0, at = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int channel = 0; channel < 3; channel++, at++) {
          int above = between(rows.first[y], columns, x, channel) >> 4;
          int below = between(rows.second[y], columns, x, channel) >> 4;
          int value = (rows.firstWeight[y] * above >> 16) + (rows.secondWeight[y] * below >> 16);
          small[at] = (byte) (value + 2 >> 2);
        }
      }
    }
    return new FrostPicture(newHeight, newWidth, small);
  }

  private int between(int row, Taps columns, int x, int channel) {
    int left = rgb[(row * width + columns.first[x]) * 3 + channel] & 0xFF;
    int right = rgb[(row * width + columns.second[x]) * 3 + channel] & 0xFF;
    return left * columns.firstWeight[x] + right * columns.secondWeight[x];
  }
}
