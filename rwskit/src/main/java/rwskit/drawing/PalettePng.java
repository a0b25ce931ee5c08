package rwskit.drawing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * An image with a palette as a PNG file (W3C, <i>Portable Network Graphics</i>, sections 5 and 11).
 * ImageIO's writer filters its rows, as is good for shades, and makes places in a palette a third
 * larger.
 */
final class PalettePng {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte BITS = 8;
  private static final byte PALETTE = 3;

  private PalettePng() {}

  /**
   * @param image of bytes with a palette
   * @return the bytes of a PNG file with its pixels
   */
  static byte[] bytes(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height).put(BITS).put(PALETTE);
    chunk(file, "IHDR", head.array());
    chunk(file, "PLTE", palette((IndexColorModel) image.getColorModel()));
    ByteBuffer rows = ByteBuffer.allocate((1 + width) * height);
    for (int y = 0; y < height; y++) {
      rows.put((byte) 0).put((byte[]) image.getRaster().getDataElements(0, y, width, 1, null));
    }
    chunk(file, "IDAT", deflated(rows.array()));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] palette(IndexColorModel colors) {
    byte[] palette = new byte[3 * colors.getMapSize()];
    for (int i = 0; i < colors.getMapSize(); i++) {
      palette[3 * i] = (byte) colors.getRed(i);
      palette[3 * i + 1] = (byte) colors.getGreen(i);
      palette[3 * i + 2] = (byte) colors.getBlue(i);
    }
    return palette;
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    for (char letter : type.toCharArray()) {
      chunk.put((byte) letter);
    }
    chunk.put(content);
    CRC32 check = new CRC32();
    check.update(chunk.array(), 4, 4 + content.length);
    file.writeBytes(chunk.putInt((int) check.getValue()).array());
  }

  private static byte[] deflated(byte[] rows) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(rows);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 13];
    while (!deflater.finished()) {
      packed.write(part, 0, deflater.deflate(part));
    }
    deflater.end();
    return packed.toByteArray();
  }
}
