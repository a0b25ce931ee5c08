package rwskit.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG files as the public code saves Tiny-ImageNet-C's and ImageNet-C's images
 * (hendrycks/robustness, {@code create_c/make_tinyimagenet_c.py}): baseline, chroma at half the
 * resolution, Huffman tables fitted to the image. The encoder is Java's own copy of libjpeg.
 */
public final class JpegFile {
  private JpegFile() {}

  /**
   * @param images a set
   * @param index which of its images
   * @param quality libjpeg's quality, 1 to 100
   * @return the file's bytes
   */
  public static byte[] encode(ImageSet images, int index, int quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(images.imageBytes());
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      JPEGImageWriteParam parameters = (JPEGImageWriteParam) writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      // In float 0.85 scales 55 to 16.49…, where libjpeg's whole numbers round 16.5 up.
      parameters.setCompressionQuality(quality / 100f - 1e-6f);
      parameters.setOptimizeHuffmanTables(true);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture(images, index), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(ImageSet images, int index) {
    byte[] pixels = images.image(index);
    boolean grey = images.channels() == 1;
    BufferedImage picture =
        new BufferedImage(
            images.width(),
            images.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    // Bands are red, green, blue whatever the order of the bytes.
    int[] samples = new int[pixels.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pixels[i] & 0xFF;
    }
    picture.getRaster().setPixels(0, 0, images.width(), images.height(), samples);
    return picture;
  }
}
