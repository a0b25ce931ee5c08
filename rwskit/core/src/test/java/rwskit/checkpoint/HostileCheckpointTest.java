package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.checkpoint.HostileCheckpoints.Hostile;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class HostileCheckpointTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("rwskit.checkpoint.HostileCheckpoints#all")
  void isRefusedInOneLineAndDoesNotHang(Hostile hostile) throws IOException {
    Path file = Files.write(folder.resolve("hostile.pth"), hostile.content());
    // Each takes well under two seconds; the limit is for a hang, not for a busy machine.
    Assertions.assertTimeout(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> touch(Checkpoint.read(file)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(hostile.reason())
                .message()
                .hasSizeLessThan(2000)
                .doesNotContain("\n"));
  }

  @Test
  void allAreRefusedInAMachineOfLittleMemory() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-cp",
                System.getProperty("java.class.path"),
                HostileCheckpoints.class.getName()));
    List<Hostile> all = HostileCheckpoints.all();
    for (int i = 0; i < all.size(); i++) {
      command.add(Files.write(folder.resolve(i + ".pth"), all.get(i).content()).toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines()).hasSize(all.size()).allMatch("refused"::equals);
  }

  private static void touch(StateDict weights) {
    weights.tensors().values().forEach(Tensor::bytes);
  }
}
