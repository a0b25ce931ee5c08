package rwskit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import rwskit.signature.Layers;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class MainTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "signatures");
  private static final String PRETRAINED =
      FOLDER.resolve("vgg16-pretrained.safetensors").toString();
  private static final String STANDARD = FOLDER.resolve("vgg16-standard.safetensors").toString();
  private static final String ROBUST = FOLDER.resolve("vgg16-robust0.safetensors").toString();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void extractedAndPatchedFilesAreWhatTheLibraryComputes() {
    String fog = extract("fog");
    String patched = folder.resolve("patched").toString();
    assertThat(run("patch", "--model", STANDARD, "--signature", fog + "=0.25", "--out", patched))
        .isZero();
    StateDict standard = SafeTensors.read(Path.of(STANDARD));
    Signature signature =
        Signature.extract(
                SafeTensors.read(Path.of(PRETRAINED)), standard, SafeTensors.read(Path.of(ROBUST)))
            .firstLayers(4);
    assertThat(Signature.read(Path.of(fog))).isEqualTo(signature);
    assertThat(SafeTensors.read(Path.of(patched)))
        .isEqualTo(Patch.of(standard).add(signature, 0.25).weights());
    assertThat(SafeTensors.readMetadata(Path.of(patched)))
        .containsEntry("rwskit.base.sha256", standard.sha256())
        .containsEntry("rwskit.signature.1.alpha", "0.25")
        .containsEntry("rwskit.signature.1.corruption", "fog")
        .containsEntry("rwskit.signature.1.sha256", signature.weights().sha256());
  }

  @Test
  void severalSignaturesAreAddedAndAFileMayBeReplacedByItsOwnPatch() throws IOException {
    String fog = extract("fog");
    Path odd = Files.copy(Path.of(fog), folder.resolve("a=b"));
    Path model = Files.copy(Path.of(STANDARD), folder.resolve("model"));
    assertThat(
            run(
                "patch",
                "--model",
                model.toString(),
                "--signature",
                fog + "=-1",
                "--signature",
                odd.toString(),
                "--again",
                "--out",
                model.toString()))
        .isZero();
    Signature signature = Signature.read(odd);
    assertThat(SafeTensors.read(model))
        .isEqualTo(
            Patch.of(SafeTensors.read(Path.of(STANDARD)))
                .add(signature, -1)
                .add(signature)
                .weights());
  }

  @Test
  void inspectPrintsMetadataTensorsAndTotals() {
    String fog = extract("fog");
    assertThat(run("inspect", fog, STANDARD)).isZero();
    assertThat(out.toString())
        .contains("rwskit.kind: signature", "rwskit.layers: 4", "rwskit.corruption: fog")
        .containsPattern("features\\.0\\.weight +F32 +\\[2, 3, 3, 3\\] +54\n")
        .contains("total: 28 tensors, 14,720 elements, 58,880 bytes");
  }

  @Test
  void lettersThatTheLocaleHasNotAreNamedAsTheReason() throws Exception {
    Path other = Files.createDirectory(folder.resolve("ünï"));
    SafeTensors.write(other.resolve("r"), SafeTensors.read(Path.of(ROBUST)), Map.of());
    Path classes = Files.createDirectories(folder.resolve("images/test/кот"));
    assertThat(classes).isDirectory();
    List<List<String>> commands =
        List.of(
            List.of("inspect", other.resolve("r").toString()),
            List.of("patch", "--model", STANDARD, "--signature", other + "/r", "--out", "o"),
            List.of("corrupt", "--in", folder + "/images", "--out", "o"),
            List.of("store", "verify"),
            List.of("inspect", "r"));
    for (int i = 0; i < commands.size(); i++) {
      List<String> command = commands.get(i);
      ProcessBuilder process = inPosix(command);
      process.environment().put("RWSKIT_HOME", i == 3 ? other.toString() : folder.toString());
      process.directory(i == 4 ? other.toFile() : folder.toFile());
      assertUnspeakable(process);
    }
  }

  private static ProcessBuilder inPosix(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("LC_ALL", "POSIX");
    process.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return process;
  }

  private static void assertUnspeakable(ProcessBuilder command) throws Exception {
    Process process = command.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(said).as(command.command() + "").hasLineCount(1).contains("set LC_ALL=C.UTF-8");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void greekSurvivesTheLocaleOfAContainer() throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "study",
            "--help");
    command.environment().put("LC_ALL", "C");
    command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = command.start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("θ₀, θ_std");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "inspect", "convert", "diff", "extract", "patch", "unpatch"})
  void helpIsPrinted(String command) {
    assertThat(command.isEmpty() ? run("--help") : run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: rwskit");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void badInputIsRefusedInOneLineWithStatusTwo() throws IOException {
    String absent = folder.resolve("absent").toString();
    assertRefused("there is no file " + absent, "inspect", absent);
    assertRefused("a command is missing");
    assertRefused("Missing required parameter: 'FILE'", "inspect");
    assertRefused("there is no command weigh; there are ", "weigh");
    assertRefused(
        "there is no command weigh; there are check, export, get, list, show; ", "zoo", "weigh");
    assertRefused("--layers': 'x' is no whole number", extraction("--layers", "x"));
    assertRefused("Unknown options: '--bit', '4'", extraction("--bit", "4"));
    assertRefused(
        "--quantizer': expected linear, log, tanh; found 'x'", extraction("--quantizer", "x"));
    assertRefused("--before: accuracies 9; TA/RA in percent", extraction("--before", "9"));
    assertRefused(
        "--signature %s=NaN: α is NaN".formatted(extract("fog")),
        "patch",
        "--model",
        STANDARD,
        "--signature",
        folder.resolve("fog") + "=NaN",
        "--out",
        absent);
    assertRefused("these weights have 1 to 13", extraction("--layers", "14"));
    assertRefused("severity is 1 to 5", extraction("--severity", "9"));
    assertRefused(
        "the weights are not those of a vgg19 but of a vgg16", extraction("--arch", "vgg19"));
    assertRefused("not those of a resnet50 but of a vgg16", extraction("--arch", "resnet50"));
    assertRefused("not those of a vgg16_bn but of a vgg16", extraction("--arch", "vgg16_bn"));
    assertRefused("vgg13_bn", extraction("--arch", "alexnet"));
    assertRefused(
        "no signature file", "patch", "--model", STANDARD, "--signature", ROBUST, "--out", absent);
    assertRefused(
        "fog=much: there is no such file, and after the last = no number α",
        "patch",
        "--model",
        STANDARD,
        "--signature",
        "fog=much",
        "--out",
        absent);
    Path broken = folder.resolve("broken\nname");
    Files.writeString(broken, "not weights");
    assertRefused("no safetensors file", "inspect", broken.toString());
    assertThat(Path.of(absent)).doesNotExist();
  }

  @Test
  void theArchitectureIsCheckedAgainstEveryFile() {
    Path other = folder.resolve("other");
    SafeTensors.write(
        other,
        StateDict.of(Map.of("features.0.weight", Tensor.of(new float[1], 1, 1, 1, 1))),
        Map.of());
    assertRefused(
        other
            + ": the weights are not those of a vgg16: expected 13 convolutions (features.0,"
            + " features.2, features.5, features.7, features.10, and 8 more), found 1 (features.0)",
        "extract",
        "--pretrained",
        PRETRAINED,
        "--standard",
        STANDARD,
        "--robust",
        other.toString(),
        "--layers",
        "1",
        "--arch",
        "VGG16",
        "--out",
        folder.resolve("o").toString());
  }

  @Test
  void theHeadOfThePretrainedWeightsMayBeForOtherClasses() {
    String fog = extract("fog");
    StateDict pretrained = SafeTensors.read(Path.of(PRETRAINED));
    StateDict thousand =
        pretrained
            .with("classifier.weight", Tensor.of(new float[16_000], 1000, 16))
            .with("classifier.bias", Tensor.of(new float[1000], 1000));
    Path other = folder.resolve("other");
    for (StateDict weights : List.of(thousand, Layers.withoutHead(pretrained))) {
      SafeTensors.write(other, weights, Map.of());
      String file = folder.resolve("signature").toString();
      assertThat(run(extraction(other.toString(), STANDARD, ROBUST, file, "--layers", "4")))
          .as(err.toString())
          .isZero();
      assertThat(Signature.read(Path.of(file))).isEqualTo(Signature.read(Path.of(fog)));
    }
    assertThat(run(extraction(PRETRAINED, STANDARD, other + "", folder + "/o", "--layers", "4")))
        .as("no layer has a part of the head, whosever it is")
        .isZero();
    SafeTensors.write(
        other, pretrained.with("features.0.bias", Tensor.of(new float[3], 3)), Map.of());
    assertRefused(
        "features.0.bias is F32[2] in the pretrained and F32[3] in the robust weights",
        extraction(PRETRAINED, STANDARD, other.toString(), folder + "/o", "--layers", "4"));
  }

  @Test
  void tensorsMayBeChosenByName() {
    String file = folder.resolve("chosen").toString();
    String[] patterns = {"--tensors", "features.?.weight", "--tensors", "*.10.*"};
    assertThat(run(extraction(PRETRAINED, STANDARD, ROBUST, file, patterns)))
        .as(err.toString())
        .isZero();
    Signature signature = Signature.read(Path.of(file));
    assertThat(signature.layers()).isEmpty();
    assertThat(signature.weights().names())
        .containsExactlyInAnyOrder(
            "features.0.weight",
            "features.2.weight",
            "features.5.weight",
            "features.7.weight",
            "features.10.weight",
            "features.10.bias");
    assertRefused(
        "--tensors head.* matches no tensor that can be changed",
        extraction("--tensors", "head.*"));
  }

  @Test
  void layersAreShownWithTheirTensors() {
    assertThat(run("inspect", "--layers", STANDARD)).isZero();
    assertThat(out.toString())
        .contains("  1  features.0  (56 weights)\n       features.0.weight\n")
        .contains("  in no layer, head: classifier.");
  }

  @Test
  void aSignatureIsNotNamedAsAFileOfPyTorch() {
    String named = folder.resolve("fog.PTH").toString();
    assertRefused(
        "fog.PTH is the name of another format, and a safetensors file would be written: name it "
            + folder.resolve("fog.safetensors"),
        extraction(PRETRAINED, STANDARD, ROBUST, named, "--layers", "4"));
    assertThat(Path.of(named)).doesNotExist();
  }

  @Test
  void aSignatureOfNothingIsSaidToBeOne() {
    String file = folder.resolve("none").toString();
    assertThat(run(extraction(PRETRAINED, STANDARD, STANDARD, file, "--layers", "4"))).isZero();
    assertThat(run(extraction(PRETRAINED, STANDARD, PRETRAINED, file, "--layers", "4"))).isZero();
    assertThat(out.toString()).contains("; every number is 0: --robust moved");
    assertThat(run("inspect", file)).isZero();
    assertThat(out.toString()).contains("  every number is 0: this signature changes nothing");
  }

  @Test
  void anOutputNeverReplacesAnotherInputThanThePatchedModel() throws IOException {
    Path robust = Files.copy(Path.of(ROBUST), folder.resolve("robust"));
    assertRefused(
        "is an input of this command",
        extraction(PRETRAINED, STANDARD, robust.toString(), folder + "/./robust", "--layers", "4"));
    assertThat(robust).hasSameBinaryContentAs(Path.of(ROBUST));
    String fog = extract("fog");
    assertRefused(
        "is an input of this command",
        "patch",
        "--model",
        STANDARD,
        "--signature",
        fog + "=0.5",
        "--out",
        fog);
    assertThat(Signature.read(Path.of(fog)).layers()).hasValue(4);
  }

  @Test
  void aSignatureIsNoModelToPatch() {
    String fog = extract("fog");
    assertRefused(
        "is a signature; a network's weights were expected",
        "patch",
        "--model",
        fog,
        "--signature",
        fog,
        "--out",
        folder.resolve("o").toString());
  }

  private String extract(String corruption) {
    String file = folder.resolve(corruption).toString();
    assertThat(
            run(
                "extract",
                "--pretrained",
                PRETRAINED,
                "--standard",
                STANDARD,
                "--robust",
                ROBUST,
                "--layers",
                "4",
                "--arch",
                "vgg16",
                "--corruption",
                corruption,
                "--severity",
                "5",
                "--out",
                file))
        .as(err.toString())
        .isZero();
    return file;
  }

  private String[] extraction(String option, String value) {
    String absent = folder.resolve("absent").toString();
    return extraction(PRETRAINED, STANDARD, ROBUST, absent, option, value);
  }

  private static String[] extraction(
      String pretrained, String standard, String robust, String out, String... options) {
    List<String> arguments = new ArrayList<>(List.of("extract", "--pretrained", pretrained));
    arguments.addAll(List.of("--standard", standard, "--robust", robust, "--out", out));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  private void assertRefused(String reason, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).as(reason).isEqualTo(2);
    assertThat(err.toString()).startsWith("rwskit: ").contains(reason).hasLineCount(1);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
