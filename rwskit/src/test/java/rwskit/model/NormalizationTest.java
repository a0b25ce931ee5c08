package rwskit.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

class NormalizationTest {
  private static final List<Float> GOOD = List.of(.5f, .5f, .5f);

  @Test
  void valuesThatCannotNormaliseAreRefused() {
    assertRefused(List.of(.5f), GOOD);
    assertRefused(GOOD, List.of(.5f, .5f, .5f, .5f));
    assertRefused(List.of(.5f, Float.NaN, .5f), GOOD);
    for (float std : new float[] {0, -.2f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused(GOOD, List.of(.5f, std, .5f));
    }
  }

  private static void assertRefused(List<Float> mean, List<Float> std) {
    assertThatThrownBy(() -> new Normalization(mean, std))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected three numbers each, the latter positive");
  }
}
