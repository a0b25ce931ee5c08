package rwskit.corruption;

/**
 * Hue, saturation and value of a colour, 0 to 1 each, in the operations of scikit-image's {@code
 * rgb2hsv} and {@code hsv2rgb}, so that values come back from the one through the other to the same
 * last bit. Grey has hue 0, black has saturation 0.
 */
final class Hsv {
  static final int HUE = 0;
  static final int SATURATION = 1;
  static final int VALUE = 2;

  private Hsv() {}

  /** Reads the colour of the three values of {@code rgb} from {@code at}. */
  static void read(double[] rgb, int at, double[] hsv) {
    double red = rgb[at];
    double green = rgb[at + 1];
    double blue = rgb[at + 2];
    double value = Math.max(red, Math.max(green, blue));
    double range = value - Math.min(red, Math.min(green, blue));
    hsv[VALUE] = value;
    hsv[SATURATION] = range == 0 ? 0 : range / value;
    hsv[HUE] = range == 0 ? 0 : hue(red, green, blue, value, range);
  }

  /** Where two channels are the highest, the later one decides. */
  private static double hue(double red, double green, double blue, double value, double range) {
    double sixths;
    if (blue == value) {
      sixths = 4 + (red - green) / range;
    } else if (green == value) {
      sixths = 2 + (blue - red) / range;
    } else {
      sixths = (green - blue) / range;
    }
    double hue = sixths / 6;
    return hue < 0 ? hue + 1 : hue;
  }

  /** Writes the colour to the three values of {@code rgb} from {@code at}. */
  static void write(double[] hsv, double[] rgb, int at) {
    double value = hsv[VALUE];
    double saturation = hsv[SATURATION];
    int sector = (int) (hsv[HUE] * 6);
    double rest = hsv[HUE] * 6 - sector;
    double low = value * (1 - saturation);
    double falling = value * (1 - rest * saturation);
    double rising = value * (1 - (1 - rest) * saturation);
    switch (sector) {
      case 1 -> put(rgb, at, falling, value, low);
      case 2 -> put(rgb, at, low, value, rising);
      case 3 -> put(rgb, at, low, falling, value);
      case 4 -> put(rgb, at, rising, low, value);
      case 5 -> put(rgb, at, value, low, falling);
      default -> put(rgb, at, value, rising, low);
    }
  }

  private static void put(double[] rgb, int at, double red, double green, double blue) {
    rgb[at] = red;
    rgb[at + 1] = green;
    rgb[at + 2] = blue;
  }
}
