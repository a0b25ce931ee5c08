package rwskit.drawing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * An image with a palette, by median cut (P. Heckbert, <i>Color image quantization for frame buffer
 * display</i>, SIGGRAPH 1982): colors are halved, those first that are many and far apart, and each
 * part is shown as its mean. Noise needs a byte a pixel in this way in place of three.
 */
final class FewColors {
  /** A color as 24 bits in front of the place of its pixel. */
  private static final int PLACE_BITS = 32;

  private static final int[] CHANNELS = {16, 8, 0};

  private FewColors() {}

  /**
   * @param image opaque
   * @param count of colors, 2 to 256
   * @return the same pixels in no more colors than that
   */
  static BufferedImage of(BufferedImage image, int count) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    List<Part> parts = parts(pixels, count);
    byte[][] palette = new byte[CHANNELS.length][parts.size()];
    byte[] shown = new byte[pixels.length];
    for (int part = 0; part < parts.size(); part++) {
      for (int channel = 0; channel < CHANNELS.length; channel++) {
        palette[channel][part] = (byte) parts.get(part).mean(CHANNELS[channel]);
      }
      for (long pixel : parts.get(part).pixels()) {
        shown[(int) pixel] = (byte) part;
      }
    }
    var colors = new IndexColorModel(8, parts.size(), palette[0], palette[1], palette[2]);
    var few =
        new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colors);
    few.getRaster().setDataElements(0, 0, width, image.getHeight(), shown);
    return few;
  }

  private static List<Part> parts(int[] pixels, int count) {
    long[] all = new long[pixels.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (pixels[i] & 0xFFFFFFL) << PLACE_BITS | i;
    }
    List<Part> parts = new ArrayList<>(List.of(Part.of(all)));
    while (parts.size() < count) {
      Part widest = Collections.max(parts, Comparator.comparingLong(Part::weight));
      if (widest.weight() == 0) {
        break;
      }
      parts.remove(widest);
      parts.addAll(widest.halves());
    }
    return parts;
  }

  /** Pixels of one color to come, and how much it matters to halve them. */
  private record Part(long[] pixels, int widest, long weight) {
    static Part of(long[] pixels) {
      int widest =
          Arrays.stream(CHANNELS)
              .boxed()
              .max(Comparator.comparingLong(channel -> spread(pixels, channel)))
              .orElseThrow();
      return new Part(pixels, widest, spread(pixels, widest) * pixels.length);
    }

    private static long value(long pixel, int channel) {
      return pixel >> PLACE_BITS + channel & 0xFF;
    }

    private static long spread(long[] pixels, int channel) {
      long least = Arrays.stream(pixels).map(pixel -> value(pixel, channel)).min().orElse(0);
      return Arrays.stream(pixels).map(pixel -> value(pixel, channel)).max().orElse(0) - least;
    }

    List<Part> halves() {
      long[] sorted =
          Arrays.stream(pixels)
              .boxed()
              .sorted(Comparator.comparingLong(pixel -> value(pixel, widest)))
              .mapToLong(Long::longValue)
              .toArray();
      int middle = sorted.length / 2;
      return List.of(
          Part.of(Arrays.copyOf(sorted, middle)),
          Part.of(Arrays.copyOfRange(sorted, middle, sorted.length)));
    }

    long mean(int channel) {
      return Math.round(
          Arrays.stream(pixels).map(pixel -> value(pixel, channel)).average().orElseThrow());
    }
  }
}
