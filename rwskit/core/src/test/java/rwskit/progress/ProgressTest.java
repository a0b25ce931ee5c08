package rwskit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Progress TRAINING =
      new Progress(
          "shapes · θ_c fog",
          3,
          24,
          OptionalInt.of(2),
          OptionalInt.of(5),
          450,
          1000,
          12345.6,
          OptionalDouble.of(1.25),
          OptionalDouble.of(75));

  @Test
  void aLineTellsAllThatIsKnown() {
    assertThat(TRAINING.line())
        .isEqualTo(
            "3/24 shapes · θ_c fog · epoch 2/5 ·  45 % · 12,346/s · loss 1.250 · 1 min 15 s left");
  }

  @Test
  void aLineLeavesOutWhatIsUnknown() {
    var start =
        new Progress(
            "extract",
            1,
            1,
            OptionalInt.empty(),
            OptionalInt.empty(),
            0,
            10,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty());
    assertThat(start.line()).isEqualTo("1/1 extract");
  }

  @Test
  void aLineIsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    String line = TRAINING.line();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(TRAINING.line()).isEqualTo(line);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void nothingToDoIsDone() {
    var nothing =
        new Progress(
            "none",
            1,
            1,
            OptionalInt.empty(),
            OptionalInt.empty(),
            0,
            0,
            0,
            OptionalDouble.empty(),
            OptionalDouble.of(7300));
    assertThat(nothing.fraction()).isEqualTo(1);
    assertThat(nothing.line()).endsWith("2 h 01 min left");
  }
}
