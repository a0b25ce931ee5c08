package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.drawing.Label;
import rwskit.drawing.Pixels;

class GalleryTest {
  private static Figure gallery() {
    byte[] pixels = new byte[2 * 32 * 32 * 3];
    Arrays.fill(pixels, (byte) 90);
    ImageSet grey = ImageSet.of(pixels, 32, 32, 3, new int[2], List.of("a"), Split.TEST);
    return Figures.gallery(grey, 1, "a title");
  }

  @Test
  void theGalleryShowsThePictureUnderEveryCorruptionAtEverySeverity() {
    Figure gallery = gallery();
    assertThat(gallery.sheet().marks())
        .filteredOn(mark -> mark instanceof Pixels)
        .hasSize(Corruption.values().length * Corruption.SEVERITIES);
    assertThat(gallery.sheet().labels())
        .extracting(Label::text)
        .contains("a title", "noise", "blur", "weather", "digital", "severity", "1", "5", "fog");
    BufferedImage drawn = gallery.sheet().image(1);
    int plain = 0;
    for (int x = 0; x < drawn.getWidth(); x++) {
      for (int y = 0; y < drawn.getHeight(); y++) {
        plain += drawn.getRGB(x, y) == 0xFF5A5A5A ? 1 : 0;
      }
    }
    // Contrast and blur leave a plain picture as it is: five cells of 80 × 80 each at the least.
    assertThat(plain).isGreaterThan(2 * 5 * 80 * 80 / 2);
  }

  @Test
  void theTableHasAChangeForEachCorruptionAndSeverity() {
    var table = gallery().table();
    assertThat(table.rowCount()).isEqualTo(Corruption.values().length * Corruption.SEVERITIES);
    var blurred = table.where(table.stringColumn("corruption").isEqualTo("gaussian_blur"));
    assertThat(blurred.doubleColumn("mean absolute change").max()).isZero();
  }
}
