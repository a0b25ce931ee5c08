package rwskit.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import rwskit.data.ImageSet;
import rwskit.figure.Fonts;

/** Images side by side, each with the name that the network gives it: blue if right, else red. */
final class PictureStrip {
  /** How many images there are at most. */
  static final int MOST = 8;

  private static final int CELL = 84;
  private static final int PICTURE = 76;
  private static final int LINE = 20;
  private static final int FRAME = 3;
  private static final Color RIGHT = new Color(0x0072B2);
  private static final Color WRONG = new Color(0xB2182B);
  private static final Font NAME = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private PictureStrip() {}

  static int width(ImageSet images) {
    return count(images) * CELL;
  }

  private static int count(ImageSet images) {
    return Math.min(MOST, images.size());
  }

  /** The first images with their predictions, as a PNG file. */
  static byte[] png(ImageSet images, int[] predictions) {
    Fonts.require();
    BufferedImage strip = new BufferedImage(width(images), CELL + LINE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = strip.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setFont(NAME);
    for (int i = 0; i < count(images); i++) {
      paint(graphics, i * CELL, images, i, predictions[i]);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(strip, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void paint(
      Graphics2D graphics, int left, ImageSet images, int index, int prediction) {
    graphics.setColor(prediction == images.label(index) ? RIGHT : WRONG);
    graphics.fillRect(left, 0, PICTURE + 2 * FRAME, PICTURE + 2 * FRAME);
    graphics.drawImage(drawable(images, index), left + FRAME, FRAME, PICTURE, PICTURE, null);
    String name = images.classNames().get(prediction);
    graphics.drawString(name, left + 1, PICTURE + 2 * FRAME + LINE - 6);
  }

  private static BufferedImage drawable(ImageSet images, int index) {
    byte[] pixels = images.image(index);
    int width = images.width();
    int channels = images.channels();
    BufferedImage image = new BufferedImage(width, images.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < images.height() * width; i++) {
      int red = pixels[i * channels] & 0xFF;
      int green = pixels[i * channels + channels / 2] & 0xFF;
      int blue = pixels[i * channels + channels - 1] & 0xFF;
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
