package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.signature.Signature;
import rwskit.zoo.Zoo;

class ZooCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void entriesAreListedAndShown() throws Exception {
    Path csv = folder.resolve("zoo.csv");
    assertThat(run("zoo", "list", "--csv", csv.toString())).isZero();
    assertThat(out.toString()).contains("shapes/fog").contains(" → ").contains("vgg11/8");
    assertThat(Files.readString(csv)).startsWith("name,what it is,severity,TA before,RA before");
    assertThat(run("zoo", "show", "shapes/fog")).isZero();
    assertThat(out.toString())
        .contains("corruption  fog, severity 5")
        .contains("4 layers, α = 1")
        .contains("licence     Apache-2.0")
        .contains("--normalization 0.5,0.5,0.5,0.25,0.25,0.25")
        .contains(Zoo.shipped().card("shapes/fog").file().sha256());
    assertThat(run("zoo", "show", "shapes/mist")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no shapes/mist in the kit's zoo; there are");
  }

  @Test
  void signaturesAndNetworksAreWrittenAndPatch() {
    assertThat(run("zoo", "get", "shapes/fog", "--out", folder.toString())).isZero();
    assertThat(run("zoo", "get", "--plain", "shapes/standard", "--out", folder.toString()))
        .isZero();
    Path standard = folder.resolve("shapes-standard.safetensors");
    Path signature = folder.resolve("shapes-fog.safetensors");
    assertThat(Checkpoint.read(standard)).isEqualTo(Zoo.load("shapes/standard").standard());
    assertThat(Signature.read(signature)).isEqualTo(Zoo.load("shapes/fog").signature());
    Path patched = folder.resolve("patched.safetensors");
    assertThat(
            run(
                "patch",
                "--model",
                standard.toString(),
                "--signature",
                signature + "=0.5",
                "--out",
                patched.toString()))
        .as(err.toString())
        .isZero();
    assertThat(Checkpoint.read(patched)).isNotEqualTo(Checkpoint.read(standard));
    assertThat(out.toString())
        .as("the zoo's signature is this network's own, though it was packed in between")
        .contains("signatures added: 1")
        .doesNotContain("transferred");
    assertThat(run("zoo", "get", "--plain", "shapes/fog", "--out", folder.toString())).isZero();
    assertThat(Signature.read(signature).quantization()).isEmpty();
  }

  @Test
  void aPackedNetworkIsRefusedWithWhatToDo() {
    assertThat(run("zoo", "get", "shapes/standard", "--out", folder.toString())).isZero();
    String packed = folder.resolve("shapes-standard.safetensors").toString();
    String other = folder.resolve("other.pth").toString();
    assertThat(run("inspect", packed)).as("its codes are shown").isZero();
    for (String[] arguments :
        new String[][] {
          {"patch", "--model", packed, "--signature", packed, "--out", other},
          {"autopatch", "--model", packed, "--signatures", folder.toString(), "--in", "shapes"},
          {
            "merge", "--method", "wise-ft", "--standard", packed, "--robust", packed, "--out", other
          },
          {
            "extract",
            "--pretrained",
            packed,
            "--standard",
            packed,
            "--robust",
            packed,
            "--out",
            other
          },
          {"convert", packed, other},
          {"diff", packed, packed}
        }) {
      err.getBuffer().setLength(0);
      assertThat(run(arguments)).as(arguments[0]).isEqualTo(2);
      assertThat(err.toString())
          .isEqualTo(
              "rwskit: %s holds a packed network, as zoo get writes it: \"zoo get --plain\" writes it unpacked%n"
                  .formatted(packed));
    }
    assertThat(Path.of(other)).doesNotExist();
  }

  /** A header over nothing would read as an empty zoo. */
  @Test
  void nothingIsPrintedOfAZooThatCannotBeRead() {
    assertThat(run("zoo", "list", "--zoo", folder.toString())).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("has no index.json");
  }

  @Test
  void whatIsNotTrainedIsNotExported() {
    assertThat(
            run(
                "zoo",
                "export",
                "shapes",
                "--seed",
                "987",
                "--licence",
                "Apache-2.0",
                "--out",
                folder.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("\"study run shapes\" trains what is missing");
    assertThat(folder).isEmptyDirectory();
  }
}
