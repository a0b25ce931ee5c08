package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.signature.Quantization;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;

class UnpatchCommandTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "signatures");
  private static final String STANDARD = network("standard");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String fog;
  private String noise;

  @BeforeEach
  void extractTwoSignatures() {
    fog = extract("robust0", "fog");
    noise = extract("robust1", "noise", "--bits", "4", "--quantizer", "log");
  }

  @Test
  void quantizedSignaturesAreExtractedAndNoted() {
    Signature quantized = Signature.read(Path.of(noise));
    assertThat(quantized.quantization()).hasValue(new Quantization(Quantizer.LOG, 4));
    assertThat(quantized.provenance().architecture()).hasValue("vgg16");
    String plain = extract("robust1", "plain");
    assertThat(Signature.read(Path.of(plain)).quantized(Quantizer.LOG, 4)).isEqualTo(quantized);
    String linear = extract("robust1", "linear", "--bits", "2");
    assertThat(Signature.read(Path.of(linear)).quantization().orElseThrow().quantizer())
        .isEqualTo(Quantizer.LINEAR);
  }

  @Test
  void wrongBitsAndQuantizersAreRefused() {
    assertRefused("17 bits a weight were asked for", extraction("--bits", "17"));
    assertRefused("--quantizer needs --bits", extraction("--quantizer", "tanh"));
    assertRefused("--quantizer", extraction("--bits", "4", "--quantizer", "zip"));
    assertRefused("TA/RA in percent was expected", extraction("--before", "91"));
  }

  @Test
  void patchesAreTakenOffOneByOneAndTheBaseComesBackBitForBit() throws IOException {
    String model = Files.copy(Path.of(STANDARD), folder.resolve("model")).toString();
    patch(model, fog + "=0.5", file("undo1"), model);
    byte[] once = Files.readAllBytes(Path.of(model));
    patch(model, noise, file("undo2"), model);
    assertThat(SafeTensors.readMetadata(Path.of(model)))
        .containsEntry("rwskit.signature.1.alpha", "0.5")
        .containsEntry("rwskit.signature.2.corruption", "noise")
        .containsEntry("rwskit.base.sha256", SafeTensors.read(Path.of(STANDARD)).sha256());

    assertThat(unpatch(model, file("undo2"), model)).isZero();
    assertThat(out.toString())
        .contains("taken off: noise at α = 1.0", "still added: fog at α = 0.5");
    assertThat(Path.of(model)).hasBinaryContent(once);
    assertThat(unpatch(model, file("undo1"), model)).isZero();
    assertThat(SafeTensors.read(Path.of(model))).isEqualTo(SafeTensors.read(Path.of(STANDARD)));
    assertThat(SafeTensors.readMetadata(Path.of(model)))
        .isEqualTo(SafeTensors.readMetadata(Path.of(STANDARD)));
  }

  @Test
  void batchNormOfRobustNetworksIsTakenOnAndOff() {
    String base = FOLDER.resolve("resnet50-standard.safetensors").toString();
    String robust = FOLDER.resolve("resnet50-robust0.safetensors").toString();
    String pretrained = FOLDER.resolve("resnet50-pretrained.safetensors").toString();
    String signature = file("resnet-fog");
    String patched = file("resnet-patched");
    String undo = file("resnet-undo");
    assertThat(
            run(
                "extract",
                "--pretrained",
                pretrained,
                "--standard",
                base,
                "--robust",
                robust,
                "--layers",
                "4",
                "--out",
                signature))
        .isZero();
    assertThat(
            run(
                "patch",
                "--model",
                base,
                "--signature",
                signature,
                "--robust",
                robust,
                "--undo",
                undo,
                "--out",
                patched))
        .isZero();
    assertThat(SafeTensors.read(Path.of(patched)).get("layer4.0.bn1.running_mean"))
        .isEqualTo(SafeTensors.read(Path.of(robust)).get("layer4.0.bn1.running_mean"));
    assertThat(unpatch(patched, undo, file("restored"))).isZero();
    assertThat(SafeTensors.read(folder.resolve("restored")))
        .isEqualTo(SafeTensors.read(Path.of(base)));
  }

  @Test
  void theBaseItselfTakesOffAllPatches() {
    String patched = file("patched");
    patch(STANDARD, fog, file("undo"), patched);
    assertThat(unpatch(patched, STANDARD, file("restored"))).isZero();
    assertThat(SafeTensors.read(folder.resolve("restored")))
        .isEqualTo(SafeTensors.read(Path.of(STANDARD)));
  }

  @Test
  void whatCannotBeRestoredIsRefused() {
    String patched = file("patched");
    patch(STANDARD, fog, file("undo"), patched);
    String restored = file("restored");
    assertRefused("are not those that the patch replaced", unpatching(patched, fog, restored));
    assertRefused("no record of a patch", unpatching(STANDARD, file("undo"), restored));
    assertRefused("is an input", unpatching(patched, file("undo"), file("undo")));
    assertThat(Path.of(restored)).doesNotExist();
  }

  @Test
  void addingTheSameSignatureAgainIsNoticed() {
    String patched = file("patched");
    patch(STANDARD, fog, file("undo"), patched);
    assertRefused(
        "already (fog at α = 1.0); give --again",
        "patch",
        "--model",
        patched,
        "--signature",
        fog + "=0.3",
        "--out",
        file("twice"));
    assertRefused(
        "given twice",
        "patch",
        "--model",
        STANDARD,
        "--signature",
        fog,
        "--signature",
        fog + "=0.3",
        "--out",
        file("twice"));
    assertThat(
            run("patch", "--again", "--model", patched, "--signature", fog, "--out", file("twice")))
        .isZero();
  }

  @Test
  void aPatchThatCannotBeWrittenLeavesNoUndoFile() throws IOException {
    String undo = file("undo");
    Files.createDirectory(Path.of(file("taken")));
    assertRefused(
        "it is a folder",
        "patch",
        "--model",
        STANDARD,
        "--signature",
        fog,
        "--undo",
        undo,
        "--out",
        file("taken"));
    assertThat(Path.of(undo)).doesNotExist();
    patch(STANDARD, fog, undo, file("patched"));
  }

  @Test
  void undoFilesAreNeverReplacedAndNoModels() {
    String undo = file("undo");
    patch(STANDARD, fog, undo, file("patched"));
    patch(STANDARD, fog, undo, file("again")); // its undo file would be the same
    assertRefused(
        "choose another name",
        "patch",
        "--model",
        file("patched"),
        "--again",
        "--signature",
        fog,
        "--undo",
        undo,
        "--out",
        file("o"));
    assertRefused(
        "choose another name",
        "patch",
        "--model",
        STANDARD,
        "--signature",
        fog,
        "--undo",
        file("o"),
        "--out",
        file("./o"));
    assertRefused(
        "an undo file; a network's weights",
        "patch",
        "--model",
        undo,
        "--signature",
        fog,
        "--out",
        file("o"));
  }

  @Test
  void transferToOtherWeightsIsRecorded() {
    String patched = file("patched");
    patch(network("adapted"), fog, file("undo"), patched);
    assertThat(out.toString()).contains("transferred: fog at α = 1.0");
    assertThat(SafeTensors.readMetadata(Path.of(patched)))
        .containsEntry("rwskit.signature.1.transfer", "true");
    out.getBuffer().setLength(0);
    patch(STANDARD, fog, file("undo2"), file("own"));
    assertThat(out.toString()).doesNotContain("transferred");
  }

  private String extract(String robust, String corruption, String... options) {
    String file = file(corruption);
    String[] arguments = {
      "extract",
      "--pretrained",
      network("pretrained"),
      "--standard",
      STANDARD,
      "--robust",
      network(robust),
      "--layers",
      "4",
      "--arch",
      "vgg16",
      "--corruption",
      corruption,
      "--out",
      file
    };
    assertThat(run(joined(arguments, options))).as(err.toString()).isZero();
    return file;
  }

  private String[] extraction(String... options) {
    String[] arguments = {
      "extract",
      "--pretrained",
      network("pretrained"),
      "--standard",
      STANDARD,
      "--robust",
      network("robust0"),
      "--layers",
      "4",
      "--out",
      file("refused")
    };
    return joined(arguments, options);
  }

  private static String[] joined(String[] some, String... more) {
    return Stream.of(List.of(some), List.of(more)).flatMap(List::stream).toArray(String[]::new);
  }

  private void patch(String model, String signature, String undo, String target) {
    assertThat(
            run(
                "patch",
                "--model",
                model,
                "--signature",
                signature,
                "--undo",
                undo,
                "--out",
                target))
        .as(err.toString())
        .isZero();
  }

  private int unpatch(String model, String undo, String target) {
    return run(unpatching(model, undo, target));
  }

  private static String[] unpatching(String model, String undo, String target) {
    return new String[] {"unpatch", "--model", model, "--undo", undo, "--out", target};
  }

  private void assertRefused(String reason, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).as(reason).isEqualTo(2);
    assertThat(err.toString()).startsWith("rwskit: ").contains(reason).hasLineCount(1);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String file(String name) {
    return folder + "/" + name;
  }

  private static String network(String name) {
    return FOLDER.resolve("vgg16-" + name + ".safetensors").toString();
  }
}
