package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.file.BadInputException;

class DrawnSetTest {
  @ParameterizedTest
  @CsvSource({
    "SHAPES, 5446acb7adeb54c4",
    "TEXTURES, 54c3448134c60ac3",
    "SHAPES_AND_TEXTURES, 94b557230fb1e9e6",
  })
  void drawsTheSameBytesOnEveryMachine(DrawnSet set, String fingerprint) {
    assertThat(set.draw(200, 1, Split.TRAIN).sha256()).startsWith(fingerprint);
  }

  @ParameterizedTest
  @EnumSource
  void everyRunOfImagesHoldsEachClassOnce(DrawnSet set) {
    int classes = set.classNames().size();
    ImageSet images = set.draw(3 * classes, 5, Split.TEST);
    for (int run = 0; run < 3; run++) {
      int[] labels = images.range(run * classes, (run + 1) * classes).labels();
      assertThat(Arrays.stream(labels).sorted().toArray())
          .isEqualTo(IntStream.range(0, classes).toArray());
    }
    assertThat(images.range(0, classes).labels())
        .isNotEqualTo(images.range(classes, 2 * classes).labels());
  }

  @ParameterizedTest
  @EnumSource
  void aLongerSetBeginsWithTheShorterOne(DrawnSet set) {
    assertThat(set.draw(57, 2, Split.TRAIN)).isEqualTo(set.draw(100, 2, Split.TRAIN).range(0, 57));
  }

  @ParameterizedTest
  @EnumSource
  void noImageOccursTwiceInAnySplitOrSeed(DrawnSet set) {
    Set<String> images = new TreeSet<>();
    for (Split split : Split.values()) {
      for (long seed = 0; seed < 3; seed++) {
        ImageSet drawn = set.draw(40, seed, split);
        for (int i = 0; i < drawn.size(); i++) {
          images.add(Arrays.toString(drawn.image(i)));
        }
      }
    }
    assertThat(images).hasSize(3 * 3 * 40);
  }

  @Test
  void theTwentyClassesAreTheTenAndTheTen() {
    assertThat(DrawnSet.SHAPES_AND_TEXTURES.classNames())
        .startsWith(DrawnSet.SHAPES.classNames().toArray(String[]::new))
        .endsWith(DrawnSet.TEXTURES.classNames().toArray(String[]::new))
        .hasSize(20)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void everyImageHasAVisibleFigure(DrawnSet set) {
    ImageSet images = set.draw(400, 9, Split.TRAIN);
    for (int i = 0; i < images.size(); i++) {
      assertThat(range(images.image(i)))
          .as("image %d, %s", i, images.classNames().get(images.label(i)))
          .isGreaterThan(40);
    }
  }

  @Test
  void aNegativeOrTooLargeNumberOfImagesIsRefused() {
    assertThatThrownBy(() -> DrawnSet.SHAPES.draw(-1, 0, Split.TRAIN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> DrawnSet.SHAPES.draw(1_000_000, 0, Split.TRAIN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("699050");
    assertThat(DrawnSet.SHAPES.draw(0, 0, Split.TRAIN).size()).isZero();
  }

  /** The largest range of values in any channel. */
  private static int range(byte[] image) {
    int range = 0;
    for (int channel = 0; channel < 3; channel++) {
      int low = 255;
      int high = 0;
      for (int i = channel; i < image.length; i += 3) {
        low = Math.min(low, image[i] & 0xFF);
        high = Math.max(high, image[i] & 0xFF);
      }
      range = Math.max(range, high - low);
    }
    return range;
  }
}
