package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerCommandTest {
  @Test
  void nativeCodeIsAllowedWhereJavaAsks() {
    assertThat(WorkerCommand.nativeAccess(17)).isEmpty();
    assertThat(WorkerCommand.nativeAccess(25)).contains("--enable-native-access=ALL-UNNAMED");
    assertThat(WorkerCommand.of(String.class, 1, 1).command())
        .containsAll(WorkerCommand.nativeAccess(Runtime.version().feature()));
  }
}
