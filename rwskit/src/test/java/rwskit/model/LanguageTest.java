package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageTest {
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void namesOfTensorsHaveTheSameDigitsInEveryLanguage(Architecture architecture) {
    Network network = Network.of(architecture);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      List<String> names = List.copyOf(network.shapes().keySet());
      String text = network.toString();
      for (String language : List.of("fa-IR", "ar-EG-u-nu-arab", "bn-BD")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(network.shapes().keySet()).as(language).containsExactlyElementsOf(names);
        assertThat(network).as(language).hasToString(text);
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
