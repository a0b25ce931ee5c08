package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> NAMES =
      List.of("fog", "frost", "gaussian_blur", "gaussian_noise", "shapes", "textures");

  @Test
  void aNameIsMeantHoweverItsLettersAreWritten() {
    assertThat(Spelling.meant("fog", NAMES)).hasValue("fog");
    assertThat(Spelling.meant("GAUSSIAN_NOISE", NAMES)).hasValue("gaussian_noise");
    assertThat(Spelling.meant("fogg", NAMES)).isEmpty();
  }

  @Test
  void whereOnlyCaseTellsNamesApartItCounts() {
    List<String> names = List.of("conv.A", "conv.a");
    assertThat(Spelling.meant("conv.A", names)).hasValue("conv.A");
    assertThat(Spelling.meant("CONV.A", names)).isEmpty();
  }

  @Test
  void theNearestIsSuggested() {
    assertThat(Spelling.suggestion("fogg", NAMES)).isEqualTo("; did you mean fog?");
    assertThat(Spelling.suggestion("Forst", NAMES)).isEqualTo("; did you mean frost?");
    assertThat(Spelling.suggestion("frosts", NAMES)).isEqualTo("; did you mean frost?");
    assertThat(Spelling.suggestion("Texture", NAMES)).isEqualTo("; did you mean textures?");
    assertThat(Spelling.suggestion("gausian_noise", NAMES))
        .isEqualTo("; did you mean gaussian_noise?");
  }

  @Test
  void namesThatHoldAPartAreSuggested() {
    assertThat(Spelling.suggestion("gaussian", NAMES))
        .isEqualTo("; did you mean gaussian_blur or gaussian_noise?");
    assertThat(Spelling.suggestion("NOISE", NAMES)).isEqualTo("; did you mean gaussian_noise?");
  }

  @Test
  void nothingLikeItIsSuggestedWhereNothingIs() {
    assertThat(Spelling.suggestion("motion", NAMES)).isEmpty();
    assertThat(Spelling.suggestion("", NAMES)).isEmpty();
    assertThat(Spelling.suggestion("fog", List.of())).isEmpty();
  }

  @Property
  void oneWrongLetterInALongNameIsForgiven(
      @ForAll @AlphaChars @StringLength(min = 6, max = 20) String name,
      @ForAll @IntRange(max = 5) int at) {
    String wrong = name.substring(0, at) + '?' + name.substring(at + 1);
    assertThat(Spelling.suggestion(wrong, List.of("1234567890123456789012345", name)))
        .isEqualTo("; did you mean " + name + "?");
  }
}
