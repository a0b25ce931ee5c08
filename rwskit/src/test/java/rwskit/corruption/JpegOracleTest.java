package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.NodeList;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;

/**
 * Java's own JPEG writer and reader, which are libjpeg, against the round trip of the corruption.
 */
class JpegOracleTest {
  /** By variant and severity, as the benchmark has them. */
  private static final List<List<Integer>> QUALITIES =
      List.of(List.of(80, 65, 58, 50, 40), List.of(65, 58, 50, 40, 25), List.of(25, 18, 15, 10, 7));

  @ParameterizedTest
  @CsvSource({
    "32, 32, 3",
    "31, 17, 3",
    "16, 16, 3",
    "1, 1, 3",
    "9, 64, 3",
    "33, 40, 3",
    "32, 32, 1",
    "13, 29, 1"
  })
  void theRoundTripIsThatOfLibjpegToTheLastBit(int height, int width, int channels)
      throws IOException {
    ImageSet images = noiseAndSlopes(height, width, channels);
    for (Variant variant : Variant.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        ImageSet corrupted =
            Corruption.JPEG_COMPRESSION.apply(images, Setting.of(variant, severity), 0);
        int quality = QUALITIES.get(variant.ordinal()).get(severity - 1);
        for (int i = 0; i < images.size(); i++) {
          assertThat(corrupted.image(i))
              .as("image %s at quality %s", i, quality)
              .isEqualTo(roundTrip(images.image(i), height, width, channels, quality));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SHAPES", "TEXTURES"})
  void soItIsForImagesAsTheyAre(DrawnSet drawn) throws IOException {
    ImageSet images = drawn.draw(20, 5, Split.TEST);
    ImageSet corrupted = Corruption.JPEG_COMPRESSION.apply(images, Setting.of(Variant.CIFAR, 5), 0);
    for (int i = 0; i < images.size(); i++) {
      assertThat(corrupted.image(i))
          .isEqualTo(roundTrip(images.image(i), images.height(), images.width(), 3, 40));
    }
  }

  private static byte[] roundTrip(byte[] pixels, int height, int width, int channels, int quality)
      throws IOException {
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          image.getRaster().setSample(x, y, c, pixels[(y * width + x) * channels + c] & 0xff);
        }
      }
    }
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(written(image, quality)));
    byte[] result = new byte[pixels.length];
    int[] sample = new int[4];
    for (int i = 0; i < height * width; i++) {
      if (channels == 1) {
        result[i] = (byte) read.getRaster().getSample(i % width, i / width, 0);
        continue;
      }
      int rgb = read.getRGB(i % width, i / width);
      for (int c = 0; c < 3; c++) {
        sample[c] = rgb >> 16 - 8 * c & 0xff;
        result[3 * i + c] = (byte) sample[c];
      }
    }
    return result;
  }

  private static byte[] written(BufferedImage image, int quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    IIOMetadataNode tree =
        (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
    NodeList tables = tree.getElementsByTagName("dqtable");
    for (int i = 0; i < tables.getLength(); i++) {
      JPEGQTable base = i == 0 ? JPEGQTable.K1Luminance : JPEGQTable.K2Chrominance;
      ((IIOMetadataNode) tables.item(i)).setUserObject(scaled(base, quality));
    }
    metadata.setFromTree(metadata.getNativeMetadataFormatName(), tree);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** As libjpeg's jpeg_quality_scaling and jpeg_add_quant_table do. */
  private static JPEGQTable scaled(JPEGQTable table, int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    int[] scaled = table.getTable();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.max(1, Math.min(255, (scaled[i] * percent + 50) / 100));
    }
    return new JPEGQTable(scaled);
  }

  private static ImageSet noiseAndSlopes(int height, int width, int channels) {
    int count = 4;
    SplittableRandom random = new SplittableRandom(height * 1000L + width);
    byte[] pixels = new byte[count * height * width * channels];
    random.nextBytes(pixels);
    int half = pixels.length / 2;
    for (int i = half; i < pixels.length; i++) {
      pixels[i] = (byte) (i * (i % channels + 3L) / channels / 5);
    }
    return ImageSet.of(pixels, height, width, channels, new int[count], List.of("any"), Split.TEST);
  }
}
