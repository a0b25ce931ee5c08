package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int verify() {
    return Main.run(
        new PrintWriter(out),
        new PrintWriter(err),
        "store",
        "verify",
        "--store",
        folder.toString());
  }

  @Test
  void aWholeStoreIsCounted() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    assertThat(verify()).isZero();
    assertThat(out.toString().strip()).isEqualTo("0 models in " + folder + ", all whole");
  }

  @Test
  void aDamagedModelIsNamedInOneLine() throws IOException {
    Path record = Files.createDirectories(folder.resolve("abc")).resolve("record.json");
    Files.writeString(record, "{}");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "rwskit: 1 of 1 models in %s are damaged: abc: the field format is missing"
                .formatted(folder));
  }
}
