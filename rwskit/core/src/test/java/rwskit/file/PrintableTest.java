package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1b | \\u001b",
        "7 | \\u0007",
        "a | \\n",
        "d | \\r",
        "9 | \\t",
        "0 | \\u0000",
        "7f | \\u007f",
        "9b | \\u009b",
        "202e | \\u202e",
        "200b | \\u200b",
        "2028 | \\u2028",
        "d800 | \\ud800",
        "e0001 | \\udb40\\udc01"
      })
  void whatATerminalWouldObeyIsWrittenOut(String point, String shown) {
    String text = "a" + Character.toString(Integer.parseInt(point, 16)) + "[2Jb";
    assertThat(Printable.of(text)).isEqualTo("a" + shown + "[2Jb");
  }

  @Test
  void lettersOfAllKindsStay() {
    String text = "θ₀ features.0.weight  ширина 重み é \\n 😀";
    assertThat(Printable.of(text)).isSameAs(text);
    assertThat(Printable.of(null)).isEqualTo("null");
  }

  @Test
  void theReasonOfARefusalIsPrintable() {
    assertThat(new BadInputException("no \u001b[2J\nname")).hasMessage("no \\u001b[2J\\nname");
    assertThat(new BadInputException("\u001b", null)).hasMessage("\\u001b");
  }
}
