package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.PIXELATE;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

class MixtureTest {
  private static final ImageSet CLEAN = DrawnSet.SHAPES.draw(101, 0, Split.TRAIN);

  @Test
  void eachImageHasOneOfTheCorruptionsInEqualShares() {
    ImageSet mixed = Mixture.of(CLEAN, List.of(CONTRAST, PIXELATE), Setting.nearest(CLEAN, 5), 3);
    ImageSet contrast = CONTRAST.apply(CLEAN, 5, 3);
    ImageSet pixelated = PIXELATE.apply(CLEAN, 5, 3);
    int first = 0;
    int[] ofClass = new int[10];
    for (int i = 0; i < CLEAN.size(); i++) {
      boolean isContrast = Arrays.equals(mixed.image(i), contrast.image(i));
      assertThat(isContrast || Arrays.equals(mixed.image(i), pixelated.image(i))).isTrue();
      first += isContrast ? 1 : 0;
      ofClass[CLEAN.label(i)] += isContrast ? 1 : 0;
    }
    assertThat(first).isEqualTo(51);
    // The labels of drawn sets go round; a share must not be every other class.
    assertThat(Arrays.stream(ofClass).filter(count -> count > 0).count()).isGreaterThan(7);
    assertThat(mixed.labels()).containsExactly(CLEAN.labels());
  }

  @Test
  void theSeedDecidesTheShares() {
    ImageSet mixed = Mixture.of(CLEAN, List.of(CONTRAST, PIXELATE), Setting.nearest(CLEAN, 5), 3);
    assertThat(Mixture.of(CLEAN, List.of(CONTRAST, PIXELATE), Setting.nearest(CLEAN, 5), 3))
        .isEqualTo(mixed);
    assertThat(Mixture.of(CLEAN, List.of(CONTRAST, PIXELATE), Setting.nearest(CLEAN, 5), 4))
        .isNotEqualTo(mixed);
  }

  @Test
  void oneCorruptionIsThatCorruption() {
    assertThat(Mixture.of(CLEAN, List.of(CONTRAST), Setting.nearest(CLEAN, 2), 3))
        .isEqualTo(CONTRAST.apply(CLEAN, 2, 3));
  }

  @Test
  void noneAndTheSameTwiceAreRefused() {
    for (List<Corruption> wrong : List.of(List.<Corruption>of(), List.of(CONTRAST, CONTRAST))) {
      assertThatThrownBy(() -> Mixture.of(CLEAN, wrong, Setting.nearest(CLEAN, 5), 0))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("at least one corruption was expected, and none twice");
    }
  }
}
