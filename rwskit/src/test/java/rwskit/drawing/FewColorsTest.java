package rwskit.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FewColorsTest {
  private static BufferedImage image(int width, int... pixels) {
    var image =
        new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, image.getHeight(), pixels, 0, width);
    return image;
  }

  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    return Arrays.stream(pixels).map(pixel -> pixel & 0xFFFFFF).toArray();
  }

  @Test
  void colorsThatAreFewStayAsTheyAre() {
    int[] pixels = {0xFF0000, 0x00FF00, 0x0000FF, 0xFF0000, 0xFFFFFF, 0x000000};
    assertThat(pixels(FewColors.of(image(3, pixels), 16))).containsExactly(pixels);
  }

  @Test
  void twoColorsAreTheMeansOfTheHalvesAlongTheWidestChannel() {
    int[] pixels = {0x000010, 0x001012, 0xF00010, 0xFF1012};
    assertThat(pixels(FewColors.of(image(2, pixels), 2)))
        .containsExactly(0x000811, 0x000811, 0xF80811, 0xF80811);
  }

  @Test
  void noiseKeepsItsLooks() {
    int[] noise = new Random(1).ints(64 * 64, 0, 0x1000000).toArray();
    BufferedImage few = FewColors.of(image(64, noise), 128);
    int[] shown = pixels(few);
    assertThat(Arrays.stream(shown).distinct().count()).isEqualTo(128);
    double difference = 0;
    for (int i = 0; i < noise.length; i++) {
      for (int channel = 0; channel < 24; channel += 8) {
        difference += Math.abs((noise[i] >> channel & 0xFF) - (shown[i] >> channel & 0xFF));
      }
    }
    // Cells of a cube of 256 that is cut into 128 are some 51 wide: a quarter of that in the mean.
    assertThat(difference / noise.length / 3).isLessThan(16);
    assertThat(Png.bytes(few).length).isLessThan(noise.length + 1000);
  }
}
