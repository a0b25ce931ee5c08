package rwskit.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntPredicate;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG files of four colours, as printing has them and ImageNet a few: cyan, magenta, yellow and
 * black, or luminance, chroma and black. As Adobe's programs write them and Pillow, which
 * torchvision reads with, reads them, samples count the paper's light, 255 for no ink.
 */
final class CmykJpeg {
  private static final int COLOURS = 4;
  private static final int START_OF_SCAN = 0xDA;
  private static final int ADOBE = 0xEE;

  /** Adobe's number for luminance, chroma and black. */
  private static final int YCCK = 2;

  private CmykJpeg() {}

  /** Whether a file is one of these, told from its frame's header. */
  static boolean is(byte[] file) {
    int frame = segment(file, CmykJpeg::isStartOfFrame);
    return frame > 0 && frame + 9 < file.length && file[frame + 9] == COLOURS;
  }

  /**
   * @return H×W×3 values, by Pillow's integer arithmetic
   * @throws IOException if the file cannot be decoded
   */
  static ImageFile read(Path path, byte[] file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try {
      reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
      // Samples as they are stored; ImageIO's own conversion takes ink for light.
      Raster raster = reader.readRaster(0, null);
      int width = raster.getWidth();
      int height = raster.getHeight();
      int[] samples = raster.getPixels(0, 0, width, height, (int[]) null);
      if (isYcck(file)) {
        toCmyk(samples);
      }
      byte[] rgb = new byte[width * height * 3];
      for (int pixel = 0; pixel < width * height; pixel++) {
        int black = samples[COLOURS * pixel + 3];
        for (int c = 0; c < 3; c++) {
          rgb[3 * pixel + c] = (byte) (black - product(255 - samples[COLOURS * pixel + c], black));
        }
      }
      return new ImageFile(path, height, width, rgb);
    } finally {
      reader.dispose();
    }
  }

  /** a·b / 255, rounded. */
  private static int product(int a, int b) {
    int scaled = a * b + 128;
    return ((scaled >> 8) + scaled) >> 8;
  }

  /** As libjpeg, in sixteen bits after the point; what it gets is ink's complement again. */
  private static void toCmyk(int[] samples) {
    for (int at = 0; at < samples.length; at += COLOURS) {
      int y = samples[at];
      int cb = samples[at + 1] - 128;
      int cr = samples[at + 2] - 128;
      samples[at] = 255 - clipped(y + (91_881 * cr + 32_768 >> 16));
      samples[at + 1] = 255 - clipped(y + (-22_554 * cb - 46_802 * cr + 32_768 >> 16));
      samples[at + 2] = 255 - clipped(y + (116_130 * cb + 32_768 >> 16));
    }
  }

  private static int clipped(int value) {
    return Math.min(255, Math.max(0, value));
  }

  private static boolean isYcck(byte[] file) {
    int adobe = segment(file, marker -> marker == ADOBE);
    byte[] name = "Adobe".getBytes(US_ASCII);
    return adobe > 0
        && adobe + 15 < file.length
        && Arrays.equals(file, adobe + 4, adobe + 4 + name.length, name, 0, name.length)
        && file[adobe + 15] == YCCK;
  }

  private static boolean isStartOfFrame(int marker) {
    // C4, C8 and CC are tables and an extension among the frames' markers.
    return marker >= 0xC0 && marker <= 0xCF && marker % 4 != 0 || marker == 0xC0;
  }

  /** Where the first segment of a kind begins, before the pixels; 0 if there is none. */
  private static int segment(byte[] file, IntPredicate kind) {
    boolean jpeg = file.length > 3 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8;
    int at = jpeg ? 2 : file.length;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      if (kind.test(marker)) {
        return at;
      }
      if (marker == START_OF_SCAN) {
        return 0;
      }
      // Any number of FF bytes may fill the space before a marker.
      at += marker == 0xFF ? 1 : 2 + ((file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF);
    }
    return 0;
  }
}
