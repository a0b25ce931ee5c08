package rwskit.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Python with the packages of {@code peers/requirements.txt}: the one that the system property
 * {@code peers} names, or a virtual environment in {@code target/peers}, made at the first run.
 */
record Python(String executable) {
  private static final Path SCRIPTS = Path.of("src/test/resources/peers");

  static Python find() {
    String named = System.getProperty("peers", "");
    // Maven gives a property without a value this one.
    return named.isEmpty() || named.equals("true") ? install() : new Python(named);
  }

  private static Python install() {
    Path folder = Path.of("target/peers");
    Path requirements = SCRIPTS.resolve("requirements.txt");
    Path installed = folder.resolve("installed.txt");
    Python python = new Python(folder.resolve("bin/python").toString());
    try {
      if (!Files.exists(installed) || Files.mismatch(installed, requirements) >= 0) {
        new Python("python3").call(List.of("-m", "venv", folder.toString()));
        python.call(List.of("-m", "pip", "install", "-q", "-r", requirements.toString()));
        Files.copy(requirements, installed);
      }
      return python;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a script of {@code peers/} and demands that it succeeds.
   *
   * @return what it printed
   */
  String run(String script, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
    all.addAll(arguments);
    return call(all);
  }

  private String call(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(executable, "-B"));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(printed).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
