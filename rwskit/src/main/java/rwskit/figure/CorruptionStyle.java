package rwskit.figure;

import java.awt.Color;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.corruption.Corruption;

/**
 * The look of a corruption, the same in every figure. Colours are of the palette for all kinds of
 * colour vision by M. Okabe and K. Ito, "Color Universal Design", 2008; the marker repeats the
 * distinction without colour.
 *
 * @param color of line and marker
 * @param marker shape of the points
 */
record CorruptionStyle(Color color, Marker marker) {
  /** Where there is no corruption: a control. */
  static final CorruptionStyle NONE = new CorruptionStyle(new Color(0x777777), SeriesMarkers.CROSS);

  static CorruptionStyle of(Corruption corruption) {
    return switch (corruption) {
      case GAUSSIAN_NOISE -> new CorruptionStyle(new Color(0xE69F00), SeriesMarkers.CIRCLE);
      case IMPULSE_NOISE -> new CorruptionStyle(new Color(0xD55E00), SeriesMarkers.DIAMOND);
      case GAUSSIAN_BLUR -> new CorruptionStyle(new Color(0x0072B2), SeriesMarkers.SQUARE);
      case DEFOCUS_BLUR -> new CorruptionStyle(new Color(0x56B4E9), SeriesMarkers.CIRCLE);
      case GLASS_BLUR -> new CorruptionStyle(new Color(0x004D7A), SeriesMarkers.DIAMOND);
      case MOTION_BLUR -> new CorruptionStyle(new Color(0x3A86C8), SeriesMarkers.TRIANGLE_UP);
      case ZOOM_BLUR -> new CorruptionStyle(new Color(0x0096A8), SeriesMarkers.TRIANGLE_DOWN);
      case SNOW -> new CorruptionStyle(new Color(0x9AA5B1), SeriesMarkers.SQUARE);
      case CONTRAST -> new CorruptionStyle(new Color(0x009E73), SeriesMarkers.TRIANGLE_UP);
      case PIXELATE -> new CorruptionStyle(new Color(0xCC79A7), SeriesMarkers.TRIANGLE_DOWN);
    };
  }
}
