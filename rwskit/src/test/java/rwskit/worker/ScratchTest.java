package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.study.TrainingImages;

class ScratchTest {
  private static final Study STUDY = TinyStudy.shapes();
  private static final TrainingImages CLEAN = TrainingImages.of(STUDY.data().fineTuning());

  private Path place;

  @BeforeEach
  void aPlace(@TempDir Path folder) {
    place = folder.resolve("scratch");
  }

  private static List<Path> images(Scratch scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch.folder())) {
      return files.filter(file -> !file.toString().endsWith(".lock")).toList();
    }
  }

  @Test
  void mappedImagesAreThoseOfTheMemory() throws Exception {
    try (Scratch scratch = Scratch.create(place)) {
      for (Corruption corruption : Corruption.values()) {
        assertThat(scratch.corrupted(STUDY, corruption, CLEAN))
            .isEqualTo(CLEAN.corrupted(STUDY, corruption));
      }
      assertThat(images(scratch)).hasSize(Corruption.values().length);
    }
  }

  @Test
  void eachSetIsMadeOnceForAllWorkersAndSeeds() throws Exception {
    try (Scratch run = Scratch.create(place)) {
      TrainingImages first = run.corrupted(STUDY, Corruption.CONTRAST, CLEAN);
      FileTime made = FileTime.fromMillis(1_000_000);
      Files.setLastModifiedTime(images(run).get(0), made);
      TrainingImages again =
          Scratch.shared(run.folder()).corrupted(STUDY.withSeeds(7), Corruption.CONTRAST, CLEAN);
      assertThat(again).isEqualTo(first);
      assertThat(images(run))
          .singleElement()
          .satisfies(file -> assertThat(Files.getLastModifiedTime(file)).isEqualTo(made));
      run.corrupted(STUDY.withSeverity(1), Corruption.CONTRAST, CLEAN);
      assertThat(images(run)).hasSize(2);
    }
  }

  @Test
  void aFileOfAnotherSizeIsMadeAnew() throws Exception {
    try (Scratch scratch = Scratch.create(place)) {
      scratch.corrupted(STUDY, Corruption.CONTRAST, CLEAN);
      Files.write(images(scratch).get(0), new byte[100]);
      assertThat(scratch.corrupted(STUDY, Corruption.CONTRAST, CLEAN))
          .isEqualTo(CLEAN.corrupted(STUDY, Corruption.CONTRAST));
    }
  }

  @Test
  void theEndOfARunLeavesOthersAlone() throws Exception {
    try (Scratch other = Scratch.create(place)) {
      other.corrupted(STUDY, Corruption.CONTRAST, CLEAN);
      try (Scratch scratch = Scratch.create(place)) {
        scratch.corrupted(STUDY, Corruption.CONTRAST, CLEAN);
      }
      assertThat(images(other)).hasSize(1);
    }
    assertThat(place).isEmptyDirectory();
  }

  /** Another process that removes what killed runs have left, again and again. */
  static final class Tidier {
    private Tidier() {}

    public static void main(String[] arguments) throws InterruptedException {
      OtherProcess.readyAndWait();
      while (true) {
        Scratch.removeLeftOvers(Path.of(arguments[0]));
        Thread.sleep(0, 100_000);
      }
    }
  }

  @Test
  @Timeout(60)
  void tidyingTakesNothingFromARunThatBegins() throws Exception {
    Files.createDirectories(place);
    try (OtherProcess other = OtherProcess.start(Tidier.class, place)) {
      other.awaitReady();
      other.go();
      for (int i = 0; i < 300; i++) {
        try (Scratch run = Scratch.create(place)) {
          Thread.sleep(1);
          assertThat(Scratch.isHeld(run.folder())).as("run %d", i).isTrue();
        }
      }
    }
  }

  @Test
  void whatAKilledRunLeftIsRemovedAndALivingRunsIsNot() throws Exception {
    Path left = Files.createDirectories(place.resolve("left")).resolve("images");
    Files.write(left, new byte[100]);
    Files.createFile(place.resolve("left.lock"));
    try (Scratch living = Scratch.create(place)) {
      living.corrupted(STUDY, Corruption.CONTRAST, CLEAN);
      Scratch.removeLeftOvers(place);
      assertThat(images(living)).hasSize(1);
      assertThat(left.getParent()).doesNotExist();
      assertThat(place.resolve("left.lock")).doesNotExist();
    }
  }
}
