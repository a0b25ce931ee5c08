package rwskit.drawing;

import java.awt.Color;
import java.util.List;

/**
 * Colours for values from {@code low} to {@code high}; all are light enough for dark text.
 *
 * @param low has the first colour, and so has what is less
 * @param high has the last colour, and so has what is more
 * @param colors equally far apart, at least two
 */
public record Ramp(double low, double high, List<Color> colors) {
  private static final List<Color> SEQUENTIAL =
      List.of(new Color(0xFFFFFF), new Color(0xC6DBEF), new Color(0x6BAED6));

  private static final List<Color> DIVERGING =
      List.of(new Color(0xF1A340), new Color(0xFFFFFF), new Color(0x6BAED6));

  /** Keeps a copy of the colours. */
  public Ramp {
    colors = List.copyOf(colors);
  }

  /**
   * @param high the value of the strongest colour
   * @return from 0 in white
   */
  public static Ramp upTo(double high) {
    return new Ramp(0, high > 0 ? high : 1, SEQUENTIAL);
  }

  /**
   * @param extreme the largest value to either side
   * @return from orange over 0 in white to blue
   */
  public static Ramp around0(double extreme) {
    return new Ramp(-extreme, extreme, DIVERGING);
  }

  /** The colour of a value. */
  Color color(double value) {
    double share = Math.max(0, Math.min(1, (value - low) / (high - low)));
    double place = share * (colors.size() - 1);
    int below = Math.min((int) place, colors.size() - 2);
    return mixed(colors.get(below), colors.get(below + 1), place - below);
  }

  private static Color mixed(Color one, Color other, double share) {
    return new Color(
        (int) Math.round(one.getRed() + share * (other.getRed() - one.getRed())),
        (int) Math.round(one.getGreen() + share * (other.getGreen() - one.getGreen())),
        (int) Math.round(one.getBlue() + share * (other.getBlue() - one.getBlue())));
  }
}
