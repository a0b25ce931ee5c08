package rwskit.figure;

import java.awt.image.BufferedImage;
import rwskit.data.ImageSet;

/** One image of a set as Java draws it. */
public final class Picture {
  private Picture() {}

  /**
   * @param images grey or in colour
   * @param index which of them
   * @return its pixels, opaque
   */
  public static BufferedImage of(ImageSet images, int index) {
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
