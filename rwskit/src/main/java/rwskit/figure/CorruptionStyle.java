package rwskit.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.corruption.Corruption;
import rwskit.corruption.Family;

/**
 * The look of a corruption, the same in every figure: a hue for its family, a shade and a marker
 * for itself. Hues are of the palette for all kinds of colour vision by M. Okabe and K. Ito, "Color
 * Universal Design", 2008; shades alternate dark and light, and the marker repeats the distinction
 * without colour.
 *
 * @param color of line and marker
 * @param marker shape of the points
 */
record CorruptionStyle(Color color, Marker marker) {
  /** Where there is no corruption: a control. */
  static final CorruptionStyle NONE = new CorruptionStyle(new Color(0x777777), SeriesMarkers.CROSS);

  /** An attack, which belongs to no family. */
  static final CorruptionStyle ATTACK = new CorruptionStyle(ChartStyle.INK, SeriesMarkers.PLUS);

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN);

  static CorruptionStyle of(Corruption corruption) {
    int place =
        Arrays.stream(Corruption.values())
            .filter(other -> other.family() == corruption.family())
            .toList()
            .indexOf(corruption);
    return new CorruptionStyle(
        new Color(shades(corruption.family()).get(place)), MARKERS.get(place));
  }

  /** For lines that are no corruptions: the families' first colours, dark ones after them. */
  static CorruptionStyle ofRank(int rank) {
    List<Family> families = List.of(Family.values());
    Family family = families.get(rank % families.size());
    int shade = 2 * (rank / families.size()) % MARKERS.size();
    return new CorruptionStyle(
        new Color(shades(family).get(shade % shades(family).size())),
        MARKERS.get(rank % MARKERS.size()));
  }

  private static List<Integer> shades(Family family) {
    return switch (family) {
      case NOISE -> List.of(0xD55E00, 0xF2A35E, 0x8F3E00, 0xE8853A);
      case BLUR -> List.of(0x0072B2, 0x6DB6E3, 0x003F66, 0x7FA8C9, 0x2A93D0);
      case WEATHER -> List.of(0x009E73, 0x7FD1B7, 0x005840, 0x6FA898, 0x37BD95);
      case DIGITAL -> List.of(0xCC79A7, 0xE59CC4, 0x87406A, 0xD9A0C2, 0xB4558B);
    };
  }
}
