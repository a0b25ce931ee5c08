package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

class PicturesTest {
  private static final ImageSet RED =
      ImageSet.of(new byte[] {(byte) 250, 3, 7}, 1, 1, 3, new int[1], List.of("one"), Split.TEST);

  @Test
  void eachImageStandsInItsPlaceInItsColours() {
    List<String> lines = Collections.nCopies(7, "fog/3");
    Pictures pictures = Pictures.of("title", Collections.nCopies(7, RED), lines, lines);
    BufferedImage drawn =
        new BufferedImage(pictures.getWidth(), pictures.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    pictures.paint(graphics, drawn.getWidth(), drawn.getHeight());
    graphics.dispose();
    int red = 250 << 16 | 3 << 8 | 7;
    int count = 0;
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        count += (drawn.getRGB(x, y) & 0xFFFFFF) == red ? 1 : 0;
      }
    }
    assertThat(count).isEqualTo(7 * 160 * 160);
    assertThat(drawn.getRGB(drawn.getWidth() - 100, drawn.getHeight() - 100) & 0xFFFFFF)
        .isEqualTo(0xFFFFFF);
    assertThat(pictures.captions().rowCount()).isEqualTo(7);
  }

  @Test
  void everyImageNeedsItsLines() {
    assertThatThrownBy(() -> Pictures.of("title", List.of(RED), List.of(), List.of("")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 images with 0 lines above");
  }
}
