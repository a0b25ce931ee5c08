package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.method.Dare;
import rwskit.method.Ingredients;
import rwskit.method.Method;
import rwskit.method.Methods;
import rwskit.method.Need;
import rwskit.method.Ties;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class MergeCommandTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "signatures");
  private static final String PRETRAINED = network("pretrained");
  private static final String STANDARD = network("standard");
  private static final String FOG = network("robust0");
  private static final String SNOW = network("robust1");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theFileIsWhatTheLibraryComputes() {
    String merged = file("merged");
    assertDone(
        merging("ties", merged, "--robust", FOG, SNOW, "--density", "0.4", "--alpha", "0.5"));
    assertThat(SafeTensors.read(Path.of(merged)))
        .isEqualTo(
            new Ties().withDensity(0.4).merge(ingredients()).apply(ingredients().standard(), 0.5));
    assertThat(SafeTensors.readMetadata(Path.of(merged)))
        .containsEntry("rwskit.kind", "patched")
        .containsEntry("rwskit.signature.1.method", "ties density=0.4")
        .containsEntry("rwskit.signature.1.alpha", "0.5")
        .containsEntry("rwskit.base.sha256", ingredients().standard().sha256());
    assertThat(out.toString()).contains("ties density=0.4 at α = 0.5; tensors changed: ");
  }

  @Test
  void layersOrTensorsAreChosen() {
    String merged = file("merged");
    assertDone(merging("dare", merged, "--robust", FOG, SNOW, "--layers", "2", "--seed", "3"));
    StateDict standard = ingredients().standard();
    assertThat(SafeTensors.read(Path.of(merged)))
        .isEqualTo(new Dare().withSeed(3).merge(ingredients().firstLayers(2)).apply(standard, 1));
    assertDone(
        merging(
            "dare",
            merged,
            "--robust",
            FOG,
            SNOW,
            "--seed",
            "3",
            "--tensors",
            "features.0.*",
            "features.2.*"));
    assertThat(SafeTensors.read(Path.of(merged)).names())
        .containsExactlyElementsOf(standard.names());
    assertThat(SafeTensors.read(Path.of(merged)))
        .isEqualTo(new Dare().withSeed(3).merge(ingredients().firstLayers(2)).apply(standard, 1));
    assertRefused(
        "mutually exclusive",
        merging("dare", file("o"), "--robust", FOG, "--layers", "2", "--tensors", "features.0.*"));
    assertRefused(
        "--tensors fc.* matches no tensor that can be changed; there are classifier.bias",
        merging("dare", file("o"), "--robust", FOG, "--tensors", "fc.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"undo", "base"})
  void everyMethodComesOffBitForBit(String by) throws IOException {
    StateDict standard = SafeTensors.read(Path.of(STANDARD));
    for (Method method : Methods.all()) {
      String merged = file(method.name());
      String undo = file(method.name() + ".undo");
      List<String> robust =
          method.needs().contains(Need.ONE_ROBUST) ? List.of(FOG) : List.of(FOG, SNOW);
      List<String> options = new ArrayList<>(List.of("--layers", "1", "--robust"));
      options.addAll(robust);
      options.addAll(List.of("--undo", undo));
      assertDone(merging(method.name(), merged, options.toArray(String[]::new)));
      assertThat(SafeTensors.read(Path.of(merged))).isNotEqualTo(standard);
      String restored = file("restored");
      assertDone(
          "unpatch",
          "--model",
          merged,
          "--undo",
          by.equals("undo") ? undo : STANDARD,
          "--out",
          restored);
      assertThat(SafeTensors.read(Path.of(restored))).isEqualTo(standard);
      assertThat(SafeTensors.readMetadata(Path.of(restored)))
          .isEqualTo(SafeTensors.readMetadata(Path.of(STANDARD)));
      assertThat(out.toString()).contains("taken off: " + method.name());
    }
  }

  @Test
  void mergesAndPatchesStackAndComeOffInTurn() throws IOException {
    String model = Files.copy(Path.of(STANDARD), folder.resolve("model")).toString();
    assertDone(
        merging(
            "copy",
            model,
            "--model",
            model,
            "--robust",
            FOG,
            "--layers",
            "1",
            "--undo",
            file("undo1")));
    StateDict once = SafeTensors.read(Path.of(model));
    assertDone(
        "extract",
        "--pretrained",
        PRETRAINED,
        "--standard",
        STANDARD,
        "--robust",
        SNOW,
        "--layers",
        "1",
        "--out",
        file("snow"));
    assertDone(
        "patch",
        "--model",
        model,
        "--signature",
        file("snow"),
        "--undo",
        file("undo2"),
        "--out",
        model);
    assertDone("unpatch", "--model", model, "--undo", file("undo2"), "--out", model);
    assertThat(out.toString()).contains("still added: copy at α = 1.0");
    assertThat(SafeTensors.read(Path.of(model))).isEqualTo(once);
    assertDone("unpatch", "--model", model, "--undo", file("undo1"), "--out", model);
    assertThat(SafeTensors.read(Path.of(model))).isEqualTo(SafeTensors.read(Path.of(STANDARD)));
  }

  @Test
  void otherBackbonesAreChangedAndNotedAsTransfer() {
    String merged = file("merged");
    assertDone(
        merging("rws", merged, "--robust", FOG, "--model", network("adapted"), "--layers", "2"));
    assertThat(SafeTensors.readMetadata(Path.of(merged)))
        .containsEntry("rwskit.signature.1.transfer", "true")
        .containsEntry("rwskit.signature.1.method", "rws");
    assertThat(out.toString()).contains("unpatch needs " + network("adapted"));
  }

  @Test
  void theListNamesEveryMethodItsNeedsAndParameters() {
    assertDone("merge", "--list");
    assertThat(out.toString().lines().count()).isEqualTo(1 + Methods.all().size());
    for (Method method : Methods.all()) {
      assertThat(out.toString()).contains(method.name(), method.summary(), method.source());
    }
    assertThat(out.toString()).contains("θ₀, θ_std, one θ_c or more", "density=0.1 outliers=0.01");
  }

  @Test
  void whatAMethodCannotDoIsSaid() {
    assertRefused("Missing required option: --method", "merge", "--out", file("o"));
    assertRefused("no method slerp", merging("slerp", file("o"), "--robust", FOG));
    assertRefused(
        "--method ties: no parameter keep",
        merging("ties", file("o"), "--robust", FOG, "--keep", "0.5"));
    assertRefused(
        "--method ties: density is 2; 0.000001 to 1 was expected",
        merging("ties", file("o"), "--robust", FOG, "--density", "2"));
    assertRefused(
        "2 robust networks θ_c; this method takes one θ_c",
        merging("wise-ft", file("o"), "--robust", FOG, SNOW));
    assertRefused(
        "--method ties needs --pretrained",
        "merge",
        "--method",
        "ties",
        "--standard",
        STANDARD,
        "--robust",
        FOG,
        "--out",
        file("o"));
    assertRefused("is an input", merging("copy", FOG, "--robust", FOG));
    assertRefused("is an input", merging("copy", STANDARD, "--model", FOG, "--robust", SNOW));
    assertRefused(
        "choose another name", merging("copy", file("o"), "--robust", FOG, "--undo", file("./o")));
    assertThat(Path.of(file("o"))).doesNotExist();
  }

  @Test
  void aMergeThatCannotBeWrittenLeavesNoUndoFile() throws IOException {
    String undo = file("undo");
    Files.createDirectory(Path.of(file("taken")));
    String[] failing = merging("copy", file("taken"), "--robust", FOG, "--undo", undo);
    assertRefused("it is a folder", failing);
    assertThat(Path.of(undo)).doesNotExist();
    assertDone(merging("copy", file("merged"), "--robust", FOG, "--undo", undo));
    assertRefused("it is a folder", failing);
    assertThat(Path.of(undo)).exists();
  }

  @Test
  void anUndoFileThatHoldsTheSameIsKeptAndNoOtherIsReplaced() throws IOException {
    String undo = file("undo");
    assertDone(merging("copy", file("a"), "--robust", FOG, "--layers", "1", "--undo", undo));
    byte[] before = Files.readAllBytes(Path.of(undo));
    assertDone(merging("copy", file("b"), "--robust", SNOW, "--layers", "1", "--undo", undo));
    assertRefused(
        "choose another name",
        merging("copy", file("o"), "--robust", FOG, "--layers", "2", "--undo", undo));
    assertRefused(
        "choose another name",
        merging("copy", file("o"), "--robust", FOG, "--layers", "1", "--undo", FOG));
    assertThat(Path.of(file("o"))).doesNotExist();
    assertThat(Files.readAllBytes(Path.of(undo))).isEqualTo(before);
    Files.createSymbolicLink(Path.of(file("link")), Path.of(file("a")));
    assertRefused(
        "is --out too", merging("copy", file("a"), "--robust", FOG, "--undo", file("link")));
  }

  @Test
  void weightsThatTheModelsTypeCannotHoldAreNotWritten() {
    StateDict vast = SafeTensors.read(Path.of(STANDARD));
    vast = vast.with("features.0.bias", Tensor.of(new float[] {Float.MAX_VALUE, 1}, 2));
    SafeTensors.write(Path.of(file("vast")), vast, Map.of());
    String undo = file("undo");
    assertRefused(
        "weights become infinite or NaN in the model's type: features.0.bias (1 of 2)",
        merging("copy", file("o"), "--robust", file("vast"), "--alpha", "-3", "--undo", undo));
    assertThat(Path.of(file("o"))).doesNotExist();
    assertThat(Path.of(undo)).doesNotExist();
  }

  @Test
  void namesArePrintedWithoutTheirControlCharacters() {
    String odd = file("a\u001b[31m\nb");
    assertDone(merging("copy", odd, "--robust", FOG));
    assertThat(out.toString()).contains("a\\u001b[31m\\nb: copy at α").doesNotContain("\u001b");
  }

  @Test
  void noShardOfAnInputIsReplaced() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("shards"));
    String shard = Files.copy(Path.of(STANDARD), shards.resolve("1.safetensors")).toString();
    StringBuilder map = new StringBuilder();
    SafeTensors.read(Path.of(shard))
        .names()
        .forEach(name -> map.append(",'%s':'1.safetensors'".formatted(name)));
    Path index = shards.resolve("model.safetensors.index.json");
    Files.writeString(index, "{'weight_map':{%s}}".formatted(map.substring(1)).replace('\'', '"'));
    for (String output : List.of(shard, index.toString())) {
      assertRefused(
          "is an input", merging("copy", output, "--robust", FOG, "--model", shards.toString()));
      assertRefused("is an input", merging("copy", output, "--robust", index.toString()));
    }
    assertDone(merging("copy", file("o"), "--robust", FOG, "--model", shards.toString()));
    assertThat(SafeTensors.read(Path.of(file("o")))).isEqualTo(SafeTensors.read(Path.of(FOG)));
  }

  @Test
  void undoFilesAreNoNetworks() {
    String undo = file("undo");
    assertDone(merging("copy", file("merged"), "--robust", FOG, "--layers", "1", "--undo", undo));
    assertRefused(
        "is an undo file; a network's weights were expected",
        merging("copy", file("o"), "--robust", FOG, "--layers", "1", "--model", undo));
  }

  private static String network(String kind) {
    return FOLDER.resolve("vgg16-" + kind + ".safetensors").toString();
  }

  private static Ingredients ingredients() {
    return Ingredients.of(SafeTensors.read(Path.of(STANDARD)))
        .withPretrained(SafeTensors.read(Path.of(PRETRAINED)))
        .withRobust(SafeTensors.read(Path.of(FOG)), SafeTensors.read(Path.of(SNOW)));
  }

  private static String[] merging(String method, String target, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("merge", "--method", method, "--pretrained", PRETRAINED, "--standard"));
    arguments.addAll(List.of(STANDARD, "--out", target));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  private String file(String name) {
    return folder + "/" + name;
  }

  private void assertDone(String... arguments) {
    assertThat(run(arguments)).as(err.toString()).isZero();
  }

  private void assertRefused(String reason, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(reason);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
