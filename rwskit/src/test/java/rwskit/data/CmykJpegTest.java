package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CmykJpegTest {
  @TempDir Path folder;

  @Test
  void inksBecomeLightAsPillowReadsThem() throws IOException {
    int[] red = {200, 30, 30, 255};
    assertColours(flat(red), 200, 30, 30);
    assertColours(adobe(flat(red), 0), 200, 30, 30);
    // By Pillow 12 of the same samples.
    assertColours(adobe(flat(83, 208, 138, 63), 0), 21, 51, 34);
    assertColours(adobe(flat(83, 208, 138, 63), 2), 39, 51, 7);
    assertColours(adobe(flat(219, 168, 185, 39), 2), 0, 14, 0);
  }

  @Test
  void otherFilesAreNone() throws IOException {
    assertThat(CmykJpeg.is(new byte[0])).isFalse();
    assertThat(CmykJpeg.is(new byte[] {-1, -40, -1})).isFalse();
    byte[] cut = Arrays.copyOf(adobe(flat(1, 2, 3, 4), 2), 30);
    assertThat(CmykJpeg.is(cut)).isFalse();
    assertThat(CmykJpeg.is(flat(1, 2, 3))).isFalse();
  }

  private void assertColours(byte[] jpeg, int... expected) throws IOException {
    ImageFile image = ImageFile.read(Files.write(folder.resolve("image.jpg"), jpeg));
    assertThat(image.height()).isEqualTo(8);
    assertThat(image.width()).isEqualTo(16);
    for (int c = 0; c < 3; c++) {
      // Flat fields survive the transform within a step.
      assertThat(image.rgb()[3 * 100 + c] & 0xFF).isBetween(expected[c] - 1, expected[c] + 1);
    }
  }

  private static byte[] flat(int... sample) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, sample.length, null);
    for (int i = 0; i < 16 * 8; i++) {
      raster.setPixel(i % 16, i / 16, sample);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriteParam best = writer.getDefaultWriteParam();
    best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    best.setCompressionQuality(1);
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), best);
    }
    return bytes.toByteArray();
  }

  /** With Adobe's segment right behind the start. */
  private static byte[] adobe(byte[] jpeg, int transform) {
    byte[] segment = {
      -1, -18, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    byte[] all = new byte[jpeg.length + segment.length];
    System.arraycopy(jpeg, 0, all, 0, 2);
    System.arraycopy(segment, 0, all, 2, segment.length);
    System.arraycopy(jpeg, 2, all, 2 + segment.length, jpeg.length - 2);
    return all;
  }
}
