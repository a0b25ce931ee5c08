package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.drawing.Label;
import rwskit.file.BadInputException;

class PicturesTest {
  private static final ImageSet RED =
      ImageSet.of(new byte[] {(byte) 250, 3, 7}, 1, 1, 3, new int[1], List.of("one"), Split.TEST);

  @Test
  void eachImageStandsInItsPlaceInItsColours() {
    List<String> lines = Collections.nCopies(7, "fog/3");
    Figure figure = Figures.pictures(Collections.nCopies(7, RED), lines, lines, "title");
    BufferedImage drawn = figure.sheet().image(1);
    int red = 250 << 16 | 3 << 8 | 7;
    int count = 0;
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        count += (drawn.getRGB(x, y) & 0xFFFFFF) == red ? 1 : 0;
      }
    }
    assertThat(count).isEqualTo(7 * 140 * 140);
    assertThat(figure.sheet().labels())
        .extracting(Label::text)
        .filteredOn("fog/3"::equals)
        .hasSize(14);
    assertThat(figure.table().rowCount()).isEqualTo(7);
  }

  @Test
  void everyImageNeedsItsLines() {
    assertThatThrownBy(() -> Figures.pictures(List.of(RED), List.of(), List.of(""), "title"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 images with 0 lines above");
  }
}
