package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.Sha256;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.study.data.GreyData;

/** Under a locale whose digits are others, names, keys and trainings are the same. */
class LocaleTest {
  private static final Study STUDY = TinyStudy.shapes();

  private static String namesAndKeys() {
    String names =
        Stream.of(Architecture.values())
            .map(each -> String.join(",", Network.of(each).shapes().keySet()))
            .collect(Collectors.joining(";"));
    Study grey = STUDY.withData(new GreyData(STUDY.data(), STUDY.data()));
    String keys =
        Stream.concat(
                STUDY.models().stream().map(spec -> ModelKeys.of(STUDY, spec).hash() + spec),
                grey.models().stream().map(spec -> ModelKeys.of(grey, spec).hash()))
            .collect(Collectors.joining(","));
    Sha256 sha = new Sha256();
    sha.add((names + keys).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return "%s %s %s %s".formatted(1234567, names.substring(0, 40), STUDY.network(), sha.hex());
  }

  /** A process of another locale: says its names and keys, or what it trained. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] arguments) {
      Locale.setDefault(Locale.forLanguageTag(arguments[0]));
      OtherProcess.readyAndWait();
      if (arguments.length == 1) {
        System.out.println(namesAndKeys());
      } else {
        // Its workers have the system's locale.
        TinyStudy.Recorder display = new TinyStudy.Recorder();
        STUDY.train(Compute.workers(2), Store.at(Path.of(arguments[1])), display);
        System.out.println(display.trained());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "bn-BD"})
  @Timeout(60)
  void namesAndKeysAreThoseOfEveryOtherLocale(String locale) throws Exception {
    try (OtherProcess other = OtherProcess.start(Elsewhere.class, Path.of(locale))) {
      other.awaitReady();
      assertThat(other.goAndAnswer()).isEqualTo(namesAndKeys());
    }
  }

  @Test
  @Timeout(120)
  void aStudyTrainsWithWorkersOfAnotherLocale(@TempDir Path folder) throws Exception {
    try (OtherProcess other = OtherProcess.start(Elsewhere.class, Path.of("fa-IR"), folder)) {
      other.awaitReady();
      assertThat(other.goAndAnswer()).isEqualTo(Integer.toString(STUDY.models().size()));
    }
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    STUDY.train(Compute.here(), Store.at(folder), display);
    assertThat(display.trained()).as("models that this locale does not find").isZero();
  }
}
