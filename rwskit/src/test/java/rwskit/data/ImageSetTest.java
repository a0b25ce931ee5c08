package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

class ImageSetTest {
  private static final ImageSet THREE =
      ImageSet.of(
          new byte[] {1, 2, 3, 4, 5, 6},
          1,
          2,
          1,
          new int[] {0, 1, 0},
          List.of("a", "b"),
          Split.TEST);

  @Test
  void imagesKeepTheirLabelsThroughSelection() {
    ImageSet chosen = THREE.select(2, 1, 1);
    assertThat(chosen.image(0)).containsExactly(5, 6);
    assertThat(chosen.image(2)).containsExactly(3, 4);
    assertThat(chosen.labels()).containsExactly(0, 1, 1);
    assertThat(THREE.range(1, 3)).isEqualTo(THREE.select(1, 2));
    assertThat(THREE.range(0, 3)).isEqualTo(THREE).hasSameHashCodeAs(THREE);
  }

  @Test
  void pixelsMayLieInAnyBuffer() {
    ByteBuffer direct = ByteBuffer.allocateDirect(8).put(0, (byte) 99);
    direct.position(1).limit(7);
    for (int i = 0; i < 6; i++) {
      direct.put(1 + i, (byte) (i + 1));
    }
    ImageSet mapped = THREE.withPixels(direct.asReadOnlyBuffer());
    assertThat(mapped).isEqualTo(THREE).hasSameHashCodeAs(THREE);
    assertThat(mapped.sha256()).isEqualTo(THREE.sha256());
    assertThat(mapped.range(1, 3).image(1)).containsExactly(5, 6);
    assertThat(mapped.range(1, 2).pixels()).isEqualTo(ByteBuffer.wrap(new byte[] {3, 4}));
    assertThat(mapped.pixels().isReadOnly()).isTrue();
    assertThatThrownBy(() -> THREE.withPixels(direct.position(2)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("3 labels of 1×2×1 images need 6 pixel bytes, found 5");
  }

  @Property(tries = 50)
  void shufflingKeepsEveryImageOnce(@ForAll long seed) {
    ImageSet drawn = DrawnSet.SHAPES.draw(30, 0, Split.TRAIN);
    ImageSet shuffled = drawn.shuffled(RandomStream.of(seed));
    assertThat(fingerprints(shuffled)).containsExactlyInAnyOrderElementsOf(fingerprints(drawn));
    assertThat(shuffled).isEqualTo(drawn.shuffled(RandomStream.of(seed)));
  }

  @Test
  void nothingCanBeChangedFromOutside() {
    String before = THREE.sha256();
    THREE.labels()[0] = 1;
    THREE.image(0)[0] = 9;
    assertThat(THREE.sha256()).isEqualTo(before);
  }

  @Test
  void theFingerprintSeesPixelsLabelsClassesAndSizes() {
    assertThat(
            List.of(
                THREE.sha256(),
                THREE.withPixels(new byte[6]).sha256(),
                THREE.select(0, 1, 1).sha256(),
                set(1, 2, new int[] {0, 1, 0}, "a", "c").sha256(),
                set(2, 1, new int[] {0, 1, 0}, "a", "b").sha256()))
        .doesNotHaveDuplicates();
    assertThat(THREE.as(Split.TRAIN).sha256()).isEqualTo(THREE.sha256());
    assertThat(THREE.as(Split.TRAIN)).isNotEqualTo(THREE);
  }

  @Test
  void theFingerprintIsTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    String fingerprint = THREE.sha256();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(THREE.sha256()).isEqualTo(fingerprint);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void sizesThatDoNotAgreeAreNamed() {
    assertBad(() -> THREE.withPixels(new byte[5]), "need 6 pixel bytes, found 5");
    assertBad(() -> set(1, 2, new int[] {0, 2, 0}, "a", "b"), "image 1 has label 2");
    assertBad(() -> set(1, 2, new int[] {0, 1, -1}, "a", "b"), "image 2 has label -1");
    assertBad(() -> set(0, 2, new int[3], "a"), "0×2");
  }

  private static ImageSet set(int height, int width, int[] labels, String... classes) {
    return ImageSet.of(
        new byte[] {1, 2, 3, 4, 5, 6}, height, width, 1, labels, List.of(classes), Split.TEST);
  }

  private static List<String> fingerprints(ImageSet images) {
    return IntStream.range(0, images.size())
        .mapToObj(i -> images.label(i) + Arrays.toString(images.image(i)))
        .toList();
  }

  private static void assertBad(ThrowingCallable action, String part) {
    assertThatThrownBy(action).isInstanceOf(BadInputException.class).hasMessageContaining(part);
  }

  /** Two by two pixels become their mean, halves up. */
  @Test
  void imagesAreShrunkByTheMeanOfASquare() {
    byte[] pixels = new byte[2 * 2 * 4 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 5 + 100);
    }
    ImageSet images = ImageSet.of(pixels, 2, 4, 3, new int[] {1, 0}, List.of("a", "b"), Split.TEST);
    ImageSet small = images.shrunk(2);
    assertThat(small.height()).isEqualTo(1);
    assertThat(small.width()).isEqualTo(2);
    assertThat(small.labels()).containsExactly(1, 0);
    for (int image = 0; image < 2; image++) {
      byte[] found = small.image(image);
      for (int i = 0; i < found.length; i++) {
        int first = image * 24 + i / 3 * 6 + i % 3;
        int sum = 0;
        for (int at : new int[] {first, first + 3, first + 12, first + 15}) {
          sum += pixels[at] & 0xff;
        }
        assertThat(found[i] & 0xff).isEqualTo((int) Math.floor(sum / 4.0 + .5));
      }
    }
    assertThat(images.shrunk(1)).isSameAs(images);
    assertThatThrownBy(() -> images.shrunk(4))
        .hasMessageContaining("2×4 pixels cannot be shrunk by 4");
  }
}
