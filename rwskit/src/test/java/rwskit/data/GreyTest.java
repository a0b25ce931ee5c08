package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

/** What makes data sets of grey and of colour images alike. */
class GreyTest {
  /** Colours, and what Pillow 13.0.0 makes of them with {@code convert("L")}. */
  private static final int[] COLOURS = {
    0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 121, 131, 193, 243, 8, 36, 210, 242,
    63, 79, 222, 108, 69, 211, 65, 104, 164, 140, 21, 7, 221, 192, 214, 137, 209, 84, 115, 201, 31,
    77, 31, 116, 250, 34, 98, 103
  };

  private static final int[] LUMA = {
    0, 255, 76, 150, 29, 135, 81, 212, 166, 152, 143, 36, 199, 125, 87, 106, 79
  };

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static ImageSet set(byte[] pixels, int height, int width, int channels) {
    int[] labels = new int[pixels.length / (height * width * channels)];
    return ImageSet.of(pixels, height, width, channels, labels, List.of("a"), Split.TEST);
  }

  @Test
  void coloursBecomeTheLumaOfPillow() {
    ImageSet grey = set(bytes(COLOURS), 1, 17, 3).inGrey();
    int[] expected = new int[3 * LUMA.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = LUMA[i / 3];
    }
    assertThat(grey.image(0)).isEqualTo(bytes(expected));
    assertThat(grey.channels()).isEqualTo(3);
    assertThat(grey.inGrey()).isEqualTo(grey);
  }

  @Test
  void greyImagesAreRepeatedInThreeChannels() {
    ImageSet grey = set(bytes(1, 2, 3, 255), 1, 2, 1);
    assertThat(grey.inGrey())
        .isEqualTo(set(bytes(1, 1, 1, 2, 2, 2, 3, 3, 3, 255, 255, 255), 1, 2, 3));
    assertThat(grey.channels()).isEqualTo(1);
    assertThat(grey.range(1, 2).inGrey()).isEqualTo(grey.inGrey().range(1, 2));
  }

  @Test
  void paddingPutsTheImageInTheMiddle() {
    ImageSet padded = set(bytes(1, 2, 3, 4), 1, 2, 1).padded(3, 5, 200);
    assertThat(padded.size()).isEqualTo(2);
    assertThat(padded.image(1))
        .isEqualTo(bytes(200, 200, 200, 200, 200, 200, 3, 4, 200, 200, 200, 200, 200, 200, 200));
    assertThat(set(bytes(1, 2, 3), 1, 1, 3).padded(1, 2, 0))
        .isEqualTo(set(bytes(1, 2, 3, 0, 0, 0), 1, 2, 3));
  }

  @Property(tries = 50)
  void whatIsPaddedStaysWhatItWas(
      @ForAll @IntRange(min = 1, max = 5) int height,
      @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(max = 6) int more,
      @ForAll long seed) {
    byte[] pixels = new byte[3 * height * width * 3];
    new Random(seed).nextBytes(pixels);
    ImageSet images = set(pixels, height, width, 3);
    ImageSet padded = images.padded(height + more, width + more, 7);
    for (int i = 0; i < 3; i++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < 3 * width; x++) {
          int at = ((y + more / 2) * (width + more) + more / 2) * 3 + x;
          assertThat(padded.image(i)[at]).isEqualTo(images.image(i)[y * 3 * width + x]);
        }
      }
    }
    assertThat(images.padded(height, width, 0)).isEqualTo(images);
    assertThat(padded.inGrey()).isEqualTo(images.inGrey().padded(height + more, width + more, 7));
  }

  @Test
  void imagesDoNotShrinkAndValuesAreBytes() {
    ImageSet images = set(bytes(1, 2), 1, 2, 1);
    for (int[] wrong : new int[][] {{1, 1, 0}, {0, 2, 0}, {1, 2, 256}, {1, 2, -1}}) {
      assertThatThrownBy(() -> images.padded(wrong[0], wrong[1], wrong[2]))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("padded to %d×%d with %d".formatted(wrong[0], wrong[1], wrong[2]));
    }
    assertThatThrownBy(() -> images.padded(1 << 16, 1 << 15, 0)).hasMessageContaining("2 GiB");
  }
}
