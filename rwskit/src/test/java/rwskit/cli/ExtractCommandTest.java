package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** Several robust networks in one call; of one, MainTest has the tests. */
class ExtractCommandTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "signatures");
  private static final Path PRETRAINED = FOLDER.resolve("vgg16-pretrained.safetensors");
  private static final Path STANDARD = FOLDER.resolve("vgg16-standard.safetensors");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path fog;
  private Path snow;

  @BeforeEach
  void nameTheRobustNetworks() throws IOException {
    fog = Files.copy(robust(0), folder.resolve("fog.pth.tar"));
    snow = Files.copy(robust(1), folder.resolve("snow.v2.safetensors"));
  }

  private static Path robust(int number) {
    return FOLDER.resolve("vgg16-robust%d.safetensors".formatted(number));
  }

  @Test
  void eachRobustNetworkGivesASignatureNamedAfterItsFile() {
    assertThat(extract("--severity", "3", "--robust", fog.toString(), snow.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .hasLineCount(2)
        .containsSubsequence("fog.safetensors: 4 layers", "snow.v2.safetensors: 4 layers");
    assertSignature("fog", fog);
    assertSignature("snow.v2", snow);
  }

  @Test
  void corruptionsMayBeGiven() {
    assertThat(
            extract(
                "--corruption",
                "frost",
                "brightness",
                "--severity",
                "3",
                "--robust",
                fog.toString(),
                "--robust",
                snow.toString()))
        .as(err.toString())
        .isZero();
    assertSignature("frost", fog);
    assertSignature("brightness", snow);
  }

  @Test
  void aFolderThatIsThereReceivesTheSignatureOfOne() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    assertThat(extract("--severity", "3", "--robust", fog.toString())).as(err.toString()).isZero();
    assertSignature("fog", fog);
  }

  @Test
  void namesThatDoNotGiveFilesOfTheirOwnAreRefused() throws IOException {
    Path other = Files.copy(fog, Files.createDirectory(folder.resolve("b")).resolve("fog.pt"));
    assertRefused("cannot be a file 'fog' of its own", "--robust", fog + "", other + "");
    for (String name : List.of("../fog", "/fog", "")) {
      assertRefused("--corruption", "--robust", fog + "", snow + "", "--corruption", name, "snow");
    }
    assertRefused("has 1 names, --robust 2", "--robust", fog + "", snow + "", "--corruption", "a");
    assertRefused("on one corruption", "--robust", fog + "", snow + "", "--before", "90/50");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void noInputIsReplacedByASignatureInItsFolder() throws IOException {
    Path robust = Files.copy(fog, folder.resolve("robust.safetensors"));
    String[] arguments = {
      "extract", "--pretrained", PRETRAINED + "", "--standard", STANDARD + "", "--robust"
    };
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(robust + "", fog + "", "--out", folder + "", "--layers", "4"));
    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).contains("is an input of this command").hasLineCount(1);
    assertThat(robust).hasSameBinaryContentAs(fog);
    assertThat(folder.resolve("fog.safetensors")).doesNotExist();
  }

  private void assertSignature(String corruption, Path robust) {
    Signature signature =
        Signature.read(folder.resolve("out").resolve(corruption + ".safetensors"));
    StateDict base = SafeTensors.read(PRETRAINED);
    StateDict clean = SafeTensors.read(STANDARD);
    StateDict corrupted = SafeTensors.read(robust);
    assertThat(signature).isEqualTo(Signature.extract(base, clean, corrupted).firstLayers(4));
    assertThat(signature.provenance())
        .isEqualTo(
            Provenance.of(base, clean, corrupted).withCorruption(corruption).withSeverity(3));
  }

  private void assertRefused(String reason, String... options) {
    err.getBuffer().setLength(0);
    assertThat(extract(options)).isEqualTo(2);
    assertThat(err.toString()).startsWith("rwskit: ").contains(reason).hasLineCount(1);
  }

  private int extract(String... options) {
    List<String> arguments = new ArrayList<>(List.of("extract", "--pretrained", PRETRAINED + ""));
    arguments.addAll(List.of("--standard", STANDARD + "", "--layers", "4"));
    arguments.addAll(List.of("--out", folder.resolve("out") + ""));
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  private int run(List<String> arguments) {
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
  }
}
