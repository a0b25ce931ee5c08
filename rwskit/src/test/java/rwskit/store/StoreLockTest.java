package rwskit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.worker.OtherProcess;

@Timeout(60)
class StoreLockTest {
  @TempDir private Path folder;

  /** Another process that tries to take the lock on a model and holds it. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] arguments) {
      try (StoreLock lock = Store.at(Path.of(arguments[0])).lock("model")) {
        boolean taken = lock.tryTake();
        OtherProcess.readyAndWait();
        System.out.println(taken);
        OtherProcess.readyAndWait();
      }
    }
  }

  private OtherProcess taker() throws Exception {
    OtherProcess taker = OtherProcess.start(Taker.class, folder);
    taker.awaitReady();
    taker.go();
    return taker;
  }

  @Test
  void oneHolderAtATimeInAJvm() {
    Store store = Store.at(folder);
    try (StoreLock second = store.lock("model");
        StoreLock other = store.lock("other model")) {
      try (StoreLock first = store.lock("model")) {
        assertThat(first.tryTake()).isTrue();
        assertThat(second.tryTake()).isFalse();
        assertThat(other.tryTake()).isTrue();
      }
      assertThat(second.tryTake()).isTrue();
    }
  }

  @Test
  void oneHolderAtATimeBetweenProcesses() throws Exception {
    try (StoreLock here = Store.at(folder).lock("model")) {
      assertThat(here.tryTake()).isTrue();
      try (OtherProcess taker = taker()) {
        assertThat(taker.answer()).isEqualTo("false");
      }
    }
  }

  @Test
  void aVainTryInThisProcessDoesNotFreeTheLockForOthers() throws Exception {
    Store store = Store.at(folder);
    try (StoreLock here = store.lock("model");
        StoreLock vain = store.lock("model")) {
      assertThat(here.tryTake()).isTrue();
      assertThat(vain.tryTake()).isFalse();
      try (OtherProcess taker = taker()) {
        assertThat(taker.answer()).isEqualTo("false");
      }
    }
  }

  @Test
  void aKilledProcessHoldsNothing() throws Exception {
    try (StoreLock here = Store.at(folder).lock("model");
        OtherProcess taker = taker()) {
      assertThat(taker.answer()).isEqualTo("true");
      assertThat(here.tryTake()).isFalse();
      taker.kill();
      assertThat(here.tryTake()).isTrue();
      assertThat(Files.exists(folder.resolve("model.lock"))).isTrue();
    }
  }
}
