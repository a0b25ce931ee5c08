package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegFileTest {
  private static final ImageSet DRAWN = DrawnSet.SHAPES.draw(3, 0, Split.TEST);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {85, 95})
  void coloursComeBackWithinTheLossOfTheQuality(int quality) throws IOException {
    Path file = Files.write(folder.resolve("a.JPEG"), JpegFile.encode(DRAWN, 1, quality));
    byte[] read = ImageFile.read(file).rgb();
    byte[] image = DRAWN.image(1);
    double sum = 0;
    for (int i = 0; i < read.length; i++) {
      sum += Math.abs((read[i] & 0xFF) - (image[i] & 0xFF));
    }
    assertThat(sum / read.length).isBetween(.1, quality == 85 ? 7. : 5.5);
  }

  @Test
  void theTablesAreLibjpegs() {
    byte[] jpeg = JpegFile.encode(DRAWN, 0, 85);
    int table = 0;
    while ((jpeg[table] & 0xFF) != 0xFF || (jpeg[table + 1] & 0xFF) != 0xDB) {
      table++;
    }
    byte[] found = Arrays.copyOfRange(jpeg, table + 5, table + 69);
    // Pillow 13's of quality 85 for luminance, in zigzag order.
    int[] expected = {
      5, 3, 4, 4, 4, 3, 5, 4, 4, 4, 5, 5, 5, 6, 7, 12, 8, 7, 7, 7, 7, 15, 11, 11, 9, 12, 17, 15, 18,
      18, 17, 15, 17, 17, 19, 22, 28, 23, 19, 20, 26, 21, 17, 17, 24, 33, 24, 26, 29, 29, 31, 31,
      31, 19, 23, 34, 36, 34, 30, 36, 28, 30, 31, 30
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("entry " + i).isEqualTo((byte) expected[i]);
    }
  }

  @Test
  void greyImagesStayGrey() throws IOException {
    byte[] pixels = new byte[16 * 24];
    Arrays.fill(pixels, (byte) 200);
    ImageSet grey = ImageSet.of(pixels, 16, 24, 1, new int[1], List.of("a"), Split.TEST);
    Path file = Files.write(folder.resolve("g.JPEG"), JpegFile.encode(grey, 0, 85));
    ImageFile read = ImageFile.read(file);
    assertThat(read.height()).isEqualTo(16);
    assertThat(read.width()).isEqualTo(24);
    for (byte value : read.rgb()) {
      assertThat(value & 0xFF).isBetween(199, 201);
    }
  }
}
