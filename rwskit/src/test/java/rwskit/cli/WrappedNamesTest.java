package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.StateDictChoice;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Commands on files whose names are not the network's own, or not for a terminal. */
class WrappedNamesTest {
  private static final Path FIXTURES = Path.of(System.getProperty("rwskit.fixtures"));
  private static final Path SIGNATURES = FIXTURES.resolve("signatures");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path wrapped(String name, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Checkpoint.read(SIGNATURES.resolve(name + ".safetensors"))
        .tensors()
        .forEach((tensor, value) -> tensors.put(prefix + tensor, value));
    Path file = folder.resolve(name + ".pth");
    Checkpoint.write(file, StateDict.of(tensors), Map.of());
    return file;
  }

  @Test
  void wrappedNetworksAreExtractedFromAndPatchedUnderTheirOwnNames() {
    Path standard = wrapped("vgg16-standard", "module._orig_mod.");
    Path signature = folder.resolve("fog.safetensors");
    run(
        "extract",
        "--pretrained",
        SIGNATURES.resolve("vgg16-pretrained.safetensors"),
        "--standard",
        standard,
        "--robust",
        wrapped("vgg16-robust0", "model."),
        "--layers",
        "4",
        "--out",
        signature);
    Path patched = folder.resolve("patched.pth");
    Path undo = folder.resolve("undo.pth");
    run("patch", "--model", standard, "--signature", signature, "--undo", undo, "--out", patched);
    StateDict inFile = asItIs(patched);
    assertThat(inFile.names()).containsExactlyElementsOf(asItIs(standard).names());
    assertThat(inFile).isNotEqualTo(asItIs(standard));
    Path restored = folder.resolve("restored.pth");
    run("unpatch", "--model", patched, "--undo", undo, "--out", restored);
    assertThat(asItIs(restored)).isEqualTo(asItIs(standard));
  }

  @Test
  void aPrefixIsTakenOffOrKeptAsAsked() {
    Path file = folder.resolve("two.safetensors");
    Tensor one = Tensor.of(new float[1], 1);
    Checkpoint.write(file, StateDict.of(Map.of("student.a", one)).with("teacher.a", one), Map.of());
    Path to = folder.resolve("one.pth");
    run("convert", "--strip-prefix", "student", file, to);
    assertThat(asItIs(to).names()).containsExactly("a");
    assertThat(out.toString())
        .contains("taken off the names: student.", "left out: teacher.a (not the network's)");
    run("convert", "--strip-prefix", "", wrapped("vgg16-standard", "net."), to);
    assertThat(asItIs(to).names()).allMatch(name -> name.startsWith("net."));
  }

  @Test
  void whatIsLeftOutIsShown() {
    run("inspect", FIXTURES.resolve("strange").resolve("strange-zip.pth"));
    assertThat(out.toString())
        .contains("  left out: namespace (argparse.Namespace)\n", "  left out: u16 (uint16)\n")
        .contains("total: 5 tensors");
  }

  @Test
  void namesAndNotesCannotSpeakToTheTerminal() {
    Path file = folder.resolve("evil.safetensors");
    Tensor one = Tensor.of(new float[1], 1);
    Checkpoint.write(
        file,
        StateDict.of(Map.of("a\u001b[2J\nb", one)),
        Map.of("k\u001b]0;t\u0007", "v\u009b\r\nforged line"));
    run("inspect", file);
    Path other = folder.resolve("other.safetensors");
    Checkpoint.write(other, StateDict.of(Map.of("c\u202e", one)), Map.of());
    run("diff", file, other);
    assertThat(Main.run(writer(out), writer(err), "inspect", "--key", "\u001b", file.toString()))
        .isEqualTo(2);
    assertThat(Main.run(writer(out), writer(err), "inspect", "--\u001b[2J")).isEqualTo(2);
    assertThat(out + "" + err)
        .contains(
            "a\\u001b[2J\\nb",
            "k\\u001b]0;t\\u0007: v\\u009b\\r\\nforged",
            "c\\u202e        only in")
        .matches(text -> text.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)));
  }

  private static StateDict asItIs(Path file) {
    return Checkpoint.open(file, StateDictChoice.only().below("")).weights();
  }

  private void run(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    assertThat(Main.run(writer(out), writer(err), texts)).as(err.toString()).isZero();
  }

  private static PrintWriter writer(StringWriter text) {
    return new PrintWriter(text, true);
  }
}
