package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.progress.Progress;
import rwskit.store.PartialTraining;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.study.Warnings;

@Timeout(180)
class ResumeTest {
  private static final Study STUDY =
      TinyStudy.shapes()
          .withCorruptions(Corruption.CONTRAST)
          .withFineTuning(TinyStudy.shapes().fineTuning().withEpochs(6).withMilestones(3));
  private static final ModelSpec ROBUST = ModelSpec.robust(Corruption.CONTRAST, 0);

  private static final int KILLS = Integer.getInteger("rwskit.kills", 3);

  @TempDir private Path folder;

  private Store store() {
    return Store.at(folder.resolve("store"));
  }

  private static String prints(Models models) {
    return models.study().models().stream()
        .map(models::stored)
        .map(model -> model.bestTa().sha256() + model.bestRa().sha256() + model.epochs())
        .collect(Collectors.joining("\n"));
  }

  private String uninterrupted(Study study) {
    return prints(
        study.train(Compute.here(), Store.at(folder.resolve("whole")), new TinyStudy.Recorder()));
  }

  private Path partial() {
    return store()
        .folder()
        .resolve("partial")
        .resolve(ModelKeys.of(STUDY, ROBUST).hash() + ".safetensors");
  }

  /** Runs until the robust model is in its fourth epoch. */
  private void runAndStop() {
    TinyStudy.Recorder interrupting =
        new TinyStudy.Recorder() {
          @Override
          public void show(Progress progress) {
            if (progress.part() == 3 && progress.epoch().orElse(0) == 4) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> STUDY.train(Compute.here(), store(), interrupting))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(partial()).exists();
  }

  private int goOnFromEpoch() {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    assertThat(prints(STUDY.train(Compute.here(), store(), display)))
        .isEqualTo(uninterrupted(STUDY));
    assertThat(display.trained()).isEqualTo(1);
    assertThat(partial().getParent()).isEmptyDirectory();
    return display.shown.get(0).epoch().getAsInt();
  }

  @Test
  void aTrainingGoesOnAfterItsLastWholeEpochWithTheSameBits() {
    runAndStop();
    assertThat(goOnFromEpoch()).isEqualTo(4);
  }

  @Test
  void aStateThatOutlivedItsTrainingIsRemoved() throws IOException {
    STUDY.train(Compute.here(), store(), new TinyStudy.Recorder());
    Files.write(partial(), new byte[10]);
    STUDY.train(Compute.here(), store(), new TinyStudy.Recorder());
    assertThat(partial()).doesNotExist();
  }

  @Test
  void aDamagedStateIsReportedAndTheTrainingStartsAnew() throws IOException {
    runAndStop();
    byte[] bytes = Files.readAllBytes(partial());
    bytes[bytes.length - 5] ^= 1;
    Files.write(partial(), bytes);
    assertThat(Warnings.of(PartialTraining.class, () -> assertThat(goOnFromEpoch()).isEqualTo(1)))
        .singleElement()
        .asString()
        .contains("a training starts anew: ", partial().toString(), "damaged");
  }

  /** Another process that runs the study, with as many workers as it is told. */
  static final class Runner {
    private Runner() {}

    public static void main(String[] arguments) {
      longer(Integer.parseInt(arguments[2]))
          .train(
              Compute.workers(Integer.parseInt(arguments[1])),
              Store.at(Path.of(arguments[0])),
              new TinyStudy.Recorder());
    }
  }

  private static Study longer(int kills) {
    return STUDY.withFineTuning(STUDY.fineTuning().withEpochs(13 * kills));
  }

  @Test
  void killedAtRandomMomentsAStudyEndsWithTheBitsOfAnUninterruptedOne() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Path workers = Path.of(Integer.toString(1 + kill % 2));
      Path kills = Path.of(Integer.toString(KILLS));
      try (OtherProcess run = OtherProcess.start(Runner.class, store().folder(), workers, kills)) {
        run.endsWithin(1500 + random.nextInt(1500), TimeUnit.MILLISECONDS);
        run.kill();
      }
    }
    String finished =
        prints(longer(KILLS).train(Compute.here(), store(), new TinyStudy.Recorder()));
    assertThat(finished).as("seed of the moments " + seed).isEqualTo(uninterrupted(longer(KILLS)));
    assertThat(store().verify())
        .hasSize(3)
        .allSatisfy((key, damage) -> assertThat(damage).isEmpty());
    try (Stream<Path> files = Files.walk(store().folder())) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void verifyingNamesWhatIsDamaged() throws IOException {
    assertThat(store().verify()).isEmpty();
    STUDY.train(Compute.here(), store(), new TinyStudy.Recorder());
    Path weights =
        store().folder().resolve(ModelKeys.of(STUDY, ROBUST).hash()).resolve("best-ra.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    assertThat(store().verify().values().stream().flatMap(Optional::stream))
        .singleElement()
        .asString()
        .startsWith("best-ra.safetensors has SHA-256 ");
    assertThat(store().verify()).hasSize(3);
  }
}
