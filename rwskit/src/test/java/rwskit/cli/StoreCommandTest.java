package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.TinyStudy;

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

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void aFolderThatIsNotThereIsNoWholeStore() {
    Path none = folder.resolve("none");
    assertThat(run("store", "verify", "--store", none.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("rwskit: there is no store " + none + ": study run");
  }

  /** Models of a tiny study, which no study of the catalogue needs. */
  private Store trained() {
    Store store = Store.at(folder.resolve("store"));
    TinyStudy.shapes()
        .withCorruptions(Corruption.CONTRAST)
        .train(Compute.here(), store, new TinyStudy.Recorder());
    return store;
  }

  @Test
  void modelsAreListedMovedAndPruned() throws IOException {
    Store store = trained();
    String place = store.folder().toString();
    Path csv = folder.resolve("models.csv");
    assertThat(run("store", "list", "--store", place, "--csv", csv.toString())).isZero();
    assertThat(out.toString()).contains("robust").contains("contrast").contains("3 models, ");
    assertThat(Files.readAllLines(csv))
        .hasSize(4)
        .first()
        .asString()
        .startsWith(
            "study,key,role,data,network,corruption,seed,validation TA,validation RA,bytes,seconds,"
                + "\"age, days\"");
    assertThat(store.table().doubleColumn("seconds").asList())
        .containsExactlyElementsOf(
            store.models().stream().map(model -> model.record().seconds()).toList())
        .allMatch(seconds -> seconds > 0);
    Path other = folder.resolve("other");
    assertThat(run("store", "export", other.toString(), "--store", place)).isZero();
    assertThat(out.toString()).contains("3 models copied to " + other + ", 0 were there");
    assertThat(Store.at(other).verify().values()).hasSize(3).allMatch(Optional::isEmpty);
    assertThat(run("store", "import", other.toString(), "--store", place)).isZero();
    assertThat(out.toString()).contains("0 models copied to " + place + ", 3 were there");
    assertThat(run("store", "prune", "--store", place)).isEqualTo(2);
    assertThat(err.toString()).contains("say which models: --study NAME");
    assertThat(run("store", "prune", "--unneeded", "--older-than", "1", "--yes", "--store", place))
        .isZero();
    assertThat(store.models()).as("none is a day old").hasSize(3);
    assertThat(run("store", "prune", "--unneeded", "--store", place)).isZero();
    assertThat(out.toString()).contains("nothing was removed: --yes removes these");
    assertThat(store.models()).hasSize(3);
    assertThat(run("store", "prune", "--unneeded", "--yes", "--store", place)).isZero();
    assertThat(out.toString()).contains("3 removed");
    assertThat(store.models()).isEmpty();
  }

  @Test
  void damagedModelsDoNotKeepOthersFromBeingCopied() throws IOException {
    Store store = trained();
    List<String> keys = store.keys();
    assertThat(keys).hasSize(3);
    Files.writeString(store.folder().resolve(keys.get(0)).resolve("record.json"), "{}");
    Path weights = store.folder().resolve(keys.get(1)).resolve("best-ra.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    for (String[] copy :
        new String[][] {
          {"import", store.folder().toString(), "--store", folder.resolve("imported").toString()},
          {"export", folder.resolve("exported").toString(), "--store", store.folder().toString()}
        }) {
      out.getBuffer().setLength(0);
      err.getBuffer().setLength(0);
      assertThat(run("store", copy[0], copy[1], copy[2], copy[3])).isEqualTo(2);
      assertThat(out.toString())
          .contains(keys.get(0) + " is damaged: the field format is missing")
          .contains(keys.get(1) + " is damaged: best-ra.safetensors has SHA-256")
          .contains("1 models copied to ");
      assertThat(err.toString())
          .contains("2 of 3 models in " + store.folder() + " were not copied");
    }
    assertThat(Store.at(folder.resolve("imported")).keys()).containsExactly(keys.get(2));
    assertThat(Store.at(folder.resolve("exported")).keys()).containsExactly(keys.get(2));
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
