package rwskit.corruption;

import java.util.List;

/**
 * A round trip through a JPEG file of libjpeg's quality scale, as Pillow writes and reads it:
 * colour by ITU-R BT.601 with 16 bits after the point, chroma of half the size in both directions,
 * the {@code islow} transform, rounding by the scaled tables and the "fancy" enlargement of chroma.
 * The coding in between loses nothing and is left out. Grey images are the brightness alone.
 */
final class JpegCompression {
  private static final Parameters<Integer> QUALITY =
      new Parameters<>(
          List.of(80, 65, 58, 50, 40), List.of(65, 58, 50, 40, 25), List.of(25, 18, 15, 10, 7));

  private static final int BITS = 16;
  private static final int HALF = 1 << BITS - 1;
  private static final int MIDDLE = 128;

  private JpegCompression() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    int quality = QUALITY.at(setting);
    int height = image.height();
    int width = image.width();
    JpegPlane luma = JpegPlane.of(image, 2, width, height, 8);
    int[] block = image.wholeScratch(0, 64);
    int[] table = JpegTable.LUMINANCE.scaled(quality, image.wholeScratch(1, 64));
    if (image.channels() == 1) {
      readGrey(image, luma);
      luma.fill(width, height);
      luma.quantise(table, block);
      writeGrey(luma, image);
      return;
    }
    JpegPlane blue = JpegPlane.of(image, 3, width, height, 16);
    JpegPlane red = JpegPlane.of(image, 4, width, height, 16);
    readColour(image, luma, blue, red);
    luma.fill(width, height);
    luma.quantise(table, block);
    JpegTable.CHROMINANCE.scaled(quality, table);
    JpegPlane smallBlue = JpegPlane.of(image, 5, blue.width() / 2, blue.height() / 2, 8);
    JpegPlane smallRed = JpegPlane.of(image, 6, red.width() / 2, red.height() / 2, 8);
    blue.halve(smallBlue, width, height);
    red.halve(smallRed, width, height);
    smallBlue.quantise(table, block);
    smallRed.quantise(table, block);
    writeColour(luma, smallBlue, smallRed, image);
  }

  private static void readGrey(WorkingImage image, JpegPlane luma) {
    double[] x = image.values();
    for (int i = 0; i < x.length; i++) {
      luma.values()[i / image.width() * luma.width() + i % image.width()] = eightBits(x[i]);
    }
  }

  private static void writeGrey(JpegPlane luma, WorkingImage image) {
    double[] x = image.values();
    for (int i = 0; i < x.length; i++) {
      x[i] = luma.values()[i / image.width() * luma.width() + i % image.width()] / 255.0;
    }
  }

  private static void readColour(
      WorkingImage image, JpegPlane luma, JpegPlane blue, JpegPlane red) {
    double[] x = image.values();
    int i = 0;
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        int r = eightBits(x[i++]);
        int g = eightBits(x[i++]);
        int b = eightBits(x[i++]);
        luma.values()[row * luma.width() + column] =
            19595 * r + 38470 * g + 7471 * b + HALF >> BITS;
        int at = row * blue.width() + column;
        int offset = (MIDDLE << BITS) + HALF - 1;
        blue.values()[at] = -11059 * r - 21709 * g + 32768 * b + offset >> BITS;
        red.values()[at] = 32768 * r - 27439 * g - 5329 * b + offset >> BITS;
      }
    }
  }

  private static void writeColour(
      JpegPlane luma, JpegPlane smallBlue, JpegPlane smallRed, WorkingImage image) {
    int width = image.width();
    int columns = (width + 1) / 2;
    int rows = (image.height() + 1) / 2;
    int[] sums = image.wholeScratch(7, columns);
    int[] blues = image.wholeScratch(8, width);
    int[] reds = image.wholeScratch(9, width);
    double[] x = image.values();
    int i = 0;
    for (int row = 0; row < image.height(); row++) {
      smallBlue.enlargeRow(row, columns, rows, sums, blues);
      smallRed.enlargeRow(row, columns, rows, sums, reds);
      for (int column = 0; column < width; column++) {
        int y = luma.values()[row * luma.width() + column];
        int cb = blues[column] - MIDDLE;
        int cr = reds[column] - MIDDLE;
        x[i++] = JpegPlane.clip(y + (91881 * cr + HALF >> BITS)) / 255.0;
        x[i++] = JpegPlane.clip(y + (-22554 * cb - 46802 * cr + HALF >> BITS)) / 255.0;
        x[i++] = JpegPlane.clip(y + (116130 * cb + HALF >> BITS)) / 255.0;
      }
    }
  }

  private static int eightBits(double value) {
    return (int) (value * 255 + .5);
  }
}
