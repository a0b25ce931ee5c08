package rwskit.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.SafeTensors;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** PyTorch checkpoints as the commands' inputs and outputs. */
class ConvertCommandTest {
  private static final Path FIXTURES = Path.of(System.getProperty("rwskit.fixtures"));
  private static final Path WEIGHTS = FIXTURES.resolve("weights");
  private static final Path SIGNATURES = FIXTURES.resolve("signatures");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint-zip.pth.tar", "checkpoint-legacy.pth.tar", "views-zip.pth"})
  void aCheckpointIsTheSameAsSafetensorsAndBack(String name) {
    Path checkpoint = WEIGHTS.resolve(name);
    Path safetensors = folder.resolve("weights.safetensors");
    Path back = folder.resolve("weights.pth");
    convert(checkpoint, safetensors);
    convert(safetensors, back);
    StateDict weights = Checkpoint.read(checkpoint);
    assertThat(SafeTensors.read(safetensors)).isEqualTo(weights);
    assertThat(Checkpoint.read(back)).isEqualTo(weights);
    assertThat(back).isNotEmptyFile().satisfies(file -> assertThat(start(file)).isEqualTo("PK"));
  }

  @Test
  void notesTravelAlong() {
    Path torch = folder.resolve("weights.pt");
    convert(WEIGHTS.resolve("state_dict.safetensors"), torch);
    convert(torch, folder.resolve("back"));
    Map<String, String> notes = SafeTensors.readMetadata(folder.resolve("back"));
    assertThat(notes)
        .containsEntry("note", "fixture")
        .isEqualTo(SafeTensors.readMetadata(WEIGHTS.resolve("state_dict.safetensors")));
  }

  @Test
  void aKeyChoosesTheStateDict() {
    String checkpoint = WEIGHTS.resolve("checkpoint-zip.pth.tar").toString();
    assertThat(run("inspect", "--key", "state_dict", checkpoint)).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("features\\.0\\.weight +F32 +\\[4, 3, 3, 3\\] +108\n")
        .contains("total: 10 tensors, 388 elements, 1,556 bytes");
    assertThat(run("inspect", "--key", "optimizer", checkpoint)).isEqualTo(2);
    assertThat(err.toString())
        .contains("no state dict under optimizer; there are state dicts under state_dict")
        .hasLineCount(1);
  }

  @Test
  void aKeyOfTwoInputsGoesForTheOneThatHasKeys() {
    String checkpoint = WEIGHTS.resolve("checkpoint-zip.pth.tar").toString();
    String bare = WEIGHTS.resolve("state_dict-legacy.pth").toString();
    assertThat(run("diff", "--key", "state_dict", checkpoint, bare)).as(err.toString()).isZero();
    assertThat(out.toString()).endsWith("0 tensors differ\n");
    assertThat(run("diff", "--key", "ema", checkpoint, bare)).isEqualTo(2);
    assertThat(err.toString()).contains("checkpoint-zip.pth.tar has no state dict under ema");
    assertThat(run("unpatch", "--key", "ema", "--model", bare, "--undo", checkpoint, "--out", "o"))
        .isEqualTo(2);
    assertThat(err.toString()).hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.onnx", "out.zip", "out.NPZ"})
  void aNameOfAnotherFormatIsRefused(String name) {
    Path named = folder.resolve(name);
    assertThat(run("convert", WEIGHTS.resolve("views-zip.pth").toString(), named.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains(named + " is the name of another format")
        .contains("name it " + folder.resolve("out.safetensors"))
        .hasLineCount(1);
    assertThat(named).doesNotExist();
  }

  @Test
  void anInputIsNotReplaced() throws IOException {
    Path file = Files.copy(WEIGHTS.resolve("views-zip.pth"), folder.resolve("views.pth"));
    assertThat(run("convert", file.toString(), folder + "/./views.pth")).isEqualTo(2);
    assertThat(err.toString()).contains("is an input of this command").hasLineCount(1);
    assertThat(file).hasSameBinaryContentAs(WEIGHTS.resolve("views-zip.pth"));
  }

  @Test
  void signaturesAreExtractedFromAddedToAndTakenOffPyTorchFiles() {
    Path[] torch = new Path[3];
    String[] names = {"vgg16-pretrained", "vgg16-standard", "vgg16-robust0"};
    for (int i = 0; i < 3; i++) {
      torch[i] = folder.resolve(names[i] + ".pth");
      convert(SIGNATURES.resolve(names[i] + ".safetensors"), torch[i]);
    }
    Path signature = folder.resolve("fog.safetensors");
    Path patched = folder.resolve("patched.pth.tar");
    String[] extract = {
      "extract",
      "--pretrained",
      torch[0].toString(),
      "--standard",
      torch[1].toString(),
      "--robust",
      torch[2].toString(),
      "--layers",
      "4",
      "--out",
      signature.toString()
    };
    assertThat(run(extract)).as(err.toString()).isZero();
    String[] patch = {
      "patch",
      "--model",
      torch[1].toString(),
      "--signature",
      signature + "=0.5",
      "--out",
      patched.toString()
    };
    assertThat(run(patch)).as(err.toString()).isZero();
    assertThat(start(patched)).isEqualTo("PK");
    assertThat(Checkpoint.read(patched))
        .isEqualTo(
            Patch.of(SafeTensors.read(SIGNATURES.resolve("vgg16-standard.safetensors")))
                .add(Signature.read(signature), 0.5)
                .weights());
    assertThat(Checkpoint.readMetadata(patched))
        .containsEntry("rwskit.kind", "patched")
        .containsEntry("rwskit.signature.1.alpha", "0.5");
    Path undo = folder.resolve("undo.pt");
    Path restored = folder.resolve("restored.pth");
    String[] again =
        Stream.concat(Stream.of(patch), Stream.of("--undo", undo.toString()))
            .toArray(String[]::new);
    assertThat(run(again)).as(err.toString()).isZero();
    String[] unpatch = {
      "unpatch",
      "--model",
      patched.toString(),
      "--undo",
      undo.toString(),
      "--out",
      restored.toString()
    };
    assertThat(run(unpatch)).as(err.toString()).isZero();
    assertThat(Checkpoint.read(restored)).isEqualTo(Checkpoint.read(torch[1]));
    out.getBuffer().setLength(0);
    assertThat(run("diff", restored.toString(), torch[1].toString())).isZero();
    assertThat(out.toString()).endsWith("0 tensors differ\n");
  }

  private void convert(Path in, Path to) {
    assertThat(run("convert", in.toString(), to.toString())).as(err.toString()).isZero();
  }

  private static String start(Path file) {
    try {
      return new String(Files.readAllBytes(file), 0, 2, US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
