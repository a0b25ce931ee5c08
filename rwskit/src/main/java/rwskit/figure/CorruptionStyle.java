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
      case SHOT_NOISE -> new CorruptionStyle(new Color(0xE69F00), SeriesMarkers.SQUARE);
      case IMPULSE_NOISE -> new CorruptionStyle(new Color(0xD55E00), SeriesMarkers.DIAMOND);
      case SPECKLE_NOISE -> new CorruptionStyle(new Color(0xD55E00), SeriesMarkers.TRIANGLE_UP);
      case GAUSSIAN_BLUR -> new CorruptionStyle(new Color(0x0072B2), SeriesMarkers.SQUARE);
      case BRIGHTNESS -> new CorruptionStyle(new Color(0x56B4E9), SeriesMarkers.CIRCLE);
      case CONTRAST -> new CorruptionStyle(new Color(0x009E73), SeriesMarkers.TRIANGLE_UP);
      case ELASTIC_TRANSFORM -> new CorruptionStyle(new Color(0x009E73), SeriesMarkers.DIAMOND);
      case PIXELATE -> new CorruptionStyle(new Color(0xCC79A7), SeriesMarkers.TRIANGLE_DOWN);
      case JPEG_COMPRESSION -> new CorruptionStyle(new Color(0xCC79A7), SeriesMarkers.SQUARE);
      case SATURATE -> new CorruptionStyle(new Color(0x000000), SeriesMarkers.CIRCLE);
    };
  }
}
