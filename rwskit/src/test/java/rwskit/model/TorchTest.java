package rwskit.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {
  @TempDir Path folder;

  @Test
  void aFolderThatCannotBeWrittenToIsNamedEachTime() throws Exception {
    // Not even root makes a folder below a file.
    Path home = Files.createFile(folder.resolve("home"));
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EngineWithoutHome.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    command.environment().put("HOME", home.toString());
    command.environment().remove("DJL_CACHE_DIR");
    Process process = command.start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("engine cannot be loaded", "DJL_CACHE_DIR, which is " + home));
  }
}
