package rwskit.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.corruption.Family;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.Ink;
import rwskit.drawing.Look;

/**
 * The look of a corruption, the same in every figure: a hue for its family, a shade and a shape for
 * itself. Hues are of the palette for all kinds of colour vision by M. Okabe and K. Ito, "Color
 * Universal Design", 2008; shades alternate dark and light, and the shape repeats the distinction
 * without colour.
 */
final class CorruptionLook {
  /** Where there is no corruption: a control. */
  static final Look NONE = new Look(new Color(0x777777), Glyph.CROSS, Dash.WHOLE);

  /** An attack, which belongs to no family. */
  static final Look ATTACK = new Look(Ink.TEXT, Glyph.PLUS, Dash.WHOLE);

  private static final List<Glyph> GLYPHS =
      List.of(Glyph.CIRCLE, Glyph.DIAMOND, Glyph.SQUARE, Glyph.UP, Glyph.DOWN);

  private CorruptionLook() {}

  static Look of(Corruption corruption) {
    int place =
        Arrays.stream(Corruption.values())
            .filter(other -> other.family() == corruption.family())
            .toList()
            .indexOf(corruption);
    return new Look(
        new Color(shades(corruption.family()).get(place)), GLYPHS.get(place), Dash.WHOLE);
  }

  /** For lines that are no corruptions: the families' first colours, dark ones after them. */
  static Look ofRank(int rank) {
    List<Family> families = List.of(Family.values());
    Family family = families.get(rank % families.size());
    int shade = 2 * (rank / families.size()) % GLYPHS.size();
    return new Look(
        new Color(shades(family).get(shade % shades(family).size())),
        GLYPHS.get(rank % GLYPHS.size()),
        Dash.WHOLE);
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
