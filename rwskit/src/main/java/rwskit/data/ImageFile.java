package rwskit.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import rwskit.file.BadInputException;

/**
 * A decoded JPEG or PNG file.
 *
 * @param file where it was read from
 * @param height rows
 * @param width pixels a row
 * @param rgb H×W×3 values; a grey picture's value stands in all three channels, transparency is
 *     dropped, inks (CMYK) become light
 */
public record ImageFile(Path file, int height, int width, byte[] rgb) {
  private static final int MARKER = 0xFF;
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;

  /**
   * @param file a JPEG or PNG file, whatever its name
   * @return its pixels
   * @throws BadInputException if it cannot be read, is of another kind, has colours that are
   *     neither RGB, grey nor CMYK, or is cut short
   */
  public static ImageFile read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (isCutShort(bytes)) {
        throw new BadInputException(
            "%s is a JPEG file that ends after %s bytes without its end marker: fetch it again"
                .formatted(file, bytes.length));
      }
      if (CmykJpeg.is(bytes)) {
        return CmykJpeg.read(file, bytes);
      }
      // Decoding from memory, because ImageIO otherwise keeps a temporary file for every stream.
      BufferedImage image =
          ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
      if (image == null) {
        throw new BadInputException(
            "%s (%s bytes) is neither a JPEG nor a PNG image: fetch it again or remove it"
                .formatted(file, bytes.length));
      }
      requireColours(file, image);
      return new ImageFile(file, image.getHeight(), image.getWidth(), rgb(image));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadInputException(
          "%s cannot be decoded (%s): fetch it again or remove it".formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * @param first the image that decides the size
   * @throws BadInputException if this one has another
   */
  void requireSizeOf(ImageFile first) {
    if (height != first.height || width != first.width) {
      throw new BadInputException(
          "%s is %s×%s pixels, but %s is %s×%s: expected one size"
              .formatted(file, width, height, first.file, first.width, first.height));
    }
  }

  /** Samples of any other colours would be taken for red, green and blue. */
  private static void requireColours(Path file, BufferedImage image) {
    int colours = image.getColorModel().getColorSpace().getType();
    int bands = image.getColorModel().getNumColorComponents();
    boolean known =
        colours == ColorSpace.TYPE_RGB && bands == 3
            || colours == ColorSpace.TYPE_GRAY && bands == 1;
    if (!known) {
      throw new BadInputException(
          "%s has %s colours that are neither RGB nor grey: save it as RGB".formatted(file, bands));
    }
  }

  /** A JPEG decoder fills what is missing with grey, so the end has to be looked for. */
  private static boolean isCutShort(byte[] bytes) {
    if (bytes.length < 2 || !isMarker(bytes, 0, START_OF_IMAGE)) {
      return false;
    }
    for (int at = bytes.length - 2; at > 0; at--) {
      if (isMarker(bytes, at, END_OF_IMAGE)) {
        return false;
      }
      if (isMarker(bytes, at, START_OF_SCAN)) {
        return true;
      }
    }
    return true;
  }

  private static boolean isMarker(byte[] bytes, int at, int code) {
    return (bytes[at] & 0xFF) == MARKER && (bytes[at + 1] & 0xFF) == code;
  }

  /** Samples as they are stored: Java's own conversion takes grey values for linear light. */
  private static byte[] rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[height * width * 3];
    if (image.getColorModel() instanceof IndexColorModel) {
      int[] row = new int[width];
      for (int y = 0, at = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int pixel : row) {
          rgb[at++] = (byte) (pixel >> 16);
          rgb[at++] = (byte) (pixel >> 8);
          rgb[at++] = (byte) pixel;
        }
      }
      return rgb;
    }
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int shift = raster.getSampleModel().getSampleSize(0) - 8;
    int[] row = new int[width * bands];
    for (int y = 0, at = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        for (int c = 0; c < 3; c++) {
          rgb[at++] = (byte) (row[bands < 3 ? x : x + c] >> shift);
        }
      }
    }
    return rgb;
  }
}
