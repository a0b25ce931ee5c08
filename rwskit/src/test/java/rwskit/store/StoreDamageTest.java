package rwskit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;

class StoreDamageTest {
  private static final Study STUDY = TinyStudy.shapes();
  private static final ModelSpec ROBUST = ModelSpec.robust(Corruption.PIXELATE, 0);
  private static final String RECORD = "record.json";

  @TempDir private static Path whole;
  @TempDir private Path folder;

  private final Logger logger = Logger.getLogger(Store.class.getName());
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeAll
  static void trainOnce() {
    STUDY.train(Compute.here(), Store.at(whole), new TinyStudy.Recorder());
  }

  @BeforeEach
  void copyAndListen() throws IOException {
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(whole.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private Path file(ModelSpec spec, String name) {
    return folder.resolve(ModelKeys.of(STUDY, spec).hash()).resolve(name);
  }

  private int run() {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    Models models = STUDY.train(Compute.here(), Store.at(folder), display);
    Models undamaged = STUDY.train(Compute.here(), Store.at(whole), new TinyStudy.Recorder());
    for (ModelSpec spec : STUDY.models()) {
      assertThat(models.stored(spec).bestTa()).isEqualTo(undamaged.stored(spec).bestTa());
      assertThat(models.stored(spec).bestRa()).isEqualTo(undamaged.stored(spec).bestRa());
    }
    return display.trained();
  }

  private void assertThatOnlyThatOneIsTrainedAgain(ModelSpec spec) {
    assertThat(run()).isEqualTo(1);
    assertThat(logged)
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
              assertThat(entry.getMessage()).contains("is damaged and will be trained again");
              assertThat(entry.getParameters()[0]).isEqualTo(file(spec, RECORD).getParent());
            });
    logged.clear();
    assertThat(run()).isZero();
    assertThat(logged).isEmpty();
  }

  @Test
  void aWholeStoreIsReadInSilence() {
    assertThat(run()).isZero();
    assertThat(logged).isEmpty();
  }

  @Test
  void anInterruptIsNoDamage() {
    String key = ModelKeys.of(STUDY, ROBUST).hash();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Store.at(folder).find(key))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(logged).isEmpty();
    assertThat(run()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"best-ta.safetensors", "best-ra.safetensors"})
  void aFlippedByteInTheWeights(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(file(ROBUST, name));
    bytes[bytes.length - 3] ^= 0x10;
    Files.write(file(ROBUST, name), bytes);
    assertThatOnlyThatOneIsTrainedAgain(ROBUST);
  }

  @Test
  void aFlippedByteInPretrainedWeights() throws IOException {
    Path weights = file(ModelSpec.pretrained(), "best-ta.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    assertThatOnlyThatOneIsTrainedAgain(ModelSpec.pretrained());
  }

  @ParameterizedTest
  @ValueSource(strings = {"best-ta.safetensors", "best-ra.safetensors"})
  void missingWeights(String name) throws IOException {
    Files.delete(file(ROBUST, name));
    assertThatOnlyThatOneIsTrainedAgain(ROBUST);
  }

  /** What can happen to a record. */
  enum RecordDamage {
    EMPTY {
      @Override
      String of(String record) {
        return "";
      }
    },
    TRUNCATED {
      @Override
      String of(String record) {
        return record.substring(0, record.length() / 2);
      }
    },
    OTHER_JSON {
      @Override
      String of(String record) {
        return "[1, 2]";
      }
    },
    NO_CHECKSUMS {
      @Override
      String of(String record) {
        return record.replace("\"files\"", "\"flies\"");
      }
    },
    NO_EPOCHS {
      @Override
      String of(String record) {
        return record.replace("\"epochs\": [", "\"eras\": [");
      }
    },
    NEWER_FORMAT {
      @Override
      String of(String record) {
        return record.replace("\"format\": 1", "\"format\": 1000");
      }
    };

    abstract String of(String record);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedRecord(RecordDamage damage) throws IOException {
    Path record = file(ROBUST, RECORD);
    String before = Files.readString(record);
    String after = damage.of(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(record, after);
    assertThatOnlyThatOneIsTrainedAgain(ROBUST);
  }

  @Test
  void theRecordOfAnotherModel() throws IOException {
    Files.copy(
        file(ModelSpec.standard(0), RECORD),
        file(ROBUST, RECORD),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatOnlyThatOneIsTrainedAgain(ROBUST);
  }

  @Test
  void allFilesOfAnotherModel() throws IOException {
    for (String name : new String[] {RECORD, "best-ta.safetensors", "best-ra.safetensors"}) {
      Files.copy(
          file(ModelSpec.standard(0), name),
          file(ROBUST, name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertThatOnlyThatOneIsTrainedAgain(ROBUST);
  }

  @Test
  void weightsWithoutARecordAreAnUnfinishedModel() throws IOException {
    Files.delete(file(ROBUST, RECORD));
    assertThat(run()).isEqualTo(1);
    assertThat(logged).isEmpty();
  }

  @Test
  void leftOversOfAKilledProcessHarmNothing() throws IOException {
    Files.writeString(file(ROBUST, ".best-ta.safetensors123.part"), "half");
    Files.writeString(folder.resolve(ModelKeys.of(STUDY, ROBUST).hash() + ".lock"), "");
    Files.createDirectories(folder.resolve("0".repeat(64)));
    assertThat(run()).isZero();
    Files.delete(file(ROBUST, RECORD));
    assertThat(run()).isEqualTo(1);
  }
}
