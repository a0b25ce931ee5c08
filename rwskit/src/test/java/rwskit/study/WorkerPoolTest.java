package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.progress.Progress;

@Timeout(180)
class WorkerPoolTest {
  private static final Study STUDY =
      TinyStudy.shapes().withCorruptions(Corruption.CONTRAST, Corruption.PIXELATE).withSeeds(0, 1);

  @TempDir private Path folder;

  private Store store() {
    return Store.at(folder.resolve("store"));
  }

  private static Map<ModelSpec, String> prints(Models models) {
    Map<ModelSpec, String> prints = new HashMap<>();
    for (ModelSpec spec : models.study().models()) {
      StoredModel model = models.stored(spec);
      prints.put(spec, model.bestTa().sha256() + model.bestRa().sha256());
    }
    return prints;
  }

  private static Map<ModelSpec, String> alone(Study study, Path folder) {
    return prints(study.train(Store.at(folder), new TinyStudy.Recorder()));
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(store().folder().resolve("logs"))) {
      return files.toList();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void twoWorkersFillTheStoreWithTheSameBitsAsThisJvm() throws Exception {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    Models models = STUDY.train(store(), display, 2);
    assertThat(prints(models)).isEqualTo(alone(STUDY, folder.resolve("alone")));
    assertThat(display.trained()).isEqualTo(7);
    assertThat(display.shown).extracting(Progress::part).isSorted();
    assertThat(display.shown).extracting(Progress::parts).containsOnly(7);
    assertThat(logs()).hasSize(2).allSatisfy(log -> assertThat(log).content().contains("TRAINED"));
    assertThat(store().scratch()).isEmptyDirectory();
    assertThat(STUDY.train(store(), new TinyStudy.Recorder(), 2).study()).isEqualTo(STUDY);
  }
}
