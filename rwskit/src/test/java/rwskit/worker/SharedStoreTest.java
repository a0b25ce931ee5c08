package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;

class SharedStoreTest {
  private static final Study STUDY = TinyStudy.shapes().withSeeds(0, 1, 2, 3, 4);

  /**
   * Another process that runs the study with two workers: says how many models it trained, and
   * their weights.
   */
  static final class Runner {
    private Runner() {}

    public static void main(String[] arguments) {
      OtherProcess.readyAndWait();
      System.out.println(run(Path.of(arguments[0]), 2));
    }
  }

  private static String run(Path folder, int workers) {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    Models models = STUDY.train(Compute.workers(workers), Store.at(folder), display);
    return display.trained()
        + " "
        + STUDY.models().stream()
            .map(models::stored)
            .map(model -> model.bestTa().sha256() + model.bestRa().sha256())
            .collect(Collectors.joining(","));
  }

  @Test
  @Timeout(120)
  void thisJvmAndTheWorkersOfAnotherTrainEachModelOnceAndEndWithTheSameWeights(@TempDir Path folder)
      throws Exception {
    try (OtherProcess other = OtherProcess.start(Runner.class, folder)) {
      other.awaitReady();
      other.go();
      String[] here = run(folder, 1).split(" ");
      String[] there = other.answer().split(" ");
      assertThat(Integer.parseInt(here[0]) + Integer.parseInt(there[0]))
          .isEqualTo(STUDY.models().size());
      assertThat(there[1]).isEqualTo(here[1]);
    }
  }
}
