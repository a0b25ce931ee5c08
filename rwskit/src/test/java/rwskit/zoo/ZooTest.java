package rwskit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.corruption.Corruption;
import rwskit.dataset.DataHome;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Quantizer;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import tech.tablesaw.api.Table;

class ZooTest {
  /** Those of the nineteen corruptions and θ_std, of two studies. */
  private static final int SHIPPED = 40;

  private static final Study STUDY = TinyStudy.shapes();

  @TempDir static Path trained;
  private static Models models;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    models = STUDY.train(Compute.here(), Store.at(trained), new TinyStudy.Recorder());
  }

  private List<Card> export() {
    return ZooExport.of(STUDY, "CC0").withLayers(3).write(models, folder, name -> {});
  }

  @Test
  void whatTravelsWithTheKitIsWhatItsCardsSay() {
    Zoo zoo = Zoo.shipped();
    assertThat(zoo.names()).hasSize(SHIPPED).contains("shapes/standard", "textures/fog");
    for (String name : zoo.names()) {
      ZooEntry entry = zoo.get(name);
      entry.network().requireFits(entry.standard());
      if (!name.endsWith("/standard")) {
        assertThat(entry.signature().provenance().corruption())
            .contains(entry.card().corruption().get().label());
        assertThat(entry.signature().weights().names()).contains("classifier.weight");
        assertThat(entry.card().after().ra().get().percent())
            .as("RA after " + name)
            .isGreaterThanOrEqualTo(entry.card().before().ra().get().low());
      }
    }
  }

  @Test
  void aCardsNumbersAreMeasuredAgain() {
    ZooCheck check = ZooCheck.of(Zoo.load("shapes/contrast"));
    assertThat(check.faults()).isEmpty();
    assertThat(check.after().ra().get().percent())
        .isGreaterThan(check.before().ra().get().percent() + 30);
    assertThat(ZooCheck.of(Zoo.load("shapes/standard")).faults()).isEmpty();
  }

  @Test
  void anExportedStudyIsReadBackWithItsCard() {
    List<Card> cards = export();
    Zoo zoo = Zoo.at(folder);
    assertThat(zoo.names()).containsExactly("tiny/standard", "tiny/contrast", "tiny/pixelate");
    assertThat(zoo.cards()).isEqualTo(cards);
    ZooEntry entry = zoo.get("tiny/contrast");
    assertThat(entry.signature())
        .isEqualTo(models.signature(Corruption.CONTRAST).quantized(Quantizer.LINEAR, 8));
    assertThat(entry.patch(3, 1).weights())
        .isEqualTo(Patch.of(entry.standard()).add(entry.signature().firstLayers(3), 1).weights());
    assertThat(entry.card().licence()).isEqualTo("CC0");
    assertThat(entry.card().study()).isEqualTo(STUDY);
    assertThat(entry.card().sha256()).containsEntry("standard", models.standard().sha256());
    assertThat(ZooCheck.of(entry).faults()).isEmpty();
    Table table = zoo.table();
    assertThat(table.stringColumn("name").asList()).isEqualTo(zoo.names());
    assertThat(table.doubleColumn("RA before").isMissing(0)).isTrue();
    assertThatThrownBy(() -> zoo.get("tiny/standard").signature())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tiny/standard is θ_std and no signature");
  }

  @Test
  void anotherStudyJoinsTheIndex() throws IOException {
    export();
    List<String> told = new ArrayList<>();
    Study other =
        new Study(
            "other",
            STUDY.data(),
            STUDY.network(),
            STUDY.pretraining(),
            STUDY.fineTuning(),
            List.of(Corruption.PIXELATE),
            5,
            STUDY.seeds(),
            1);
    ZooExport.of(other, "Apache-2.0")
        .withBits(4)
        .write(
            other.train(Compute.here(), Store.at(trained), new TinyStudy.Recorder()),
            folder,
            told::add);
    assertThat(told).containsExactly("other/standard", "other/pixelate");
    assertThat(Zoo.at(folder).names()).hasSize(5).endsWith("other/standard", "other/pixelate");
    assertThat(Files.size(folder.resolve("other/pixelate.safetensors")))
        .isLessThan(Files.size(folder.resolve("tiny/pixelate.safetensors")));
  }

  @Test
  void whatIsNotAsItsCardSaysIsRefused() throws IOException {
    export();
    Path file = folder.resolve("tiny/contrast.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    Zoo zoo = Zoo.at(folder);
    assertThatThrownBy(() -> zoo.get("tiny/contrast"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tiny/contrast.safetensors has SHA-256")
        .hasMessageContaining("its card says");
    Files.delete(file);
    assertThatThrownBy(() -> zoo.get("tiny/contrast"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no tiny/contrast.safetensors");
    Files.copy(folder.resolve("tiny/pixelate.json"), folder.resolve("tiny/wrong.json"));
    Files.writeString(
        folder.resolve("index.json"), "{\"format\":1,\"names\":[\"tiny/wrong\",\"../secret\"]}");
    assertThatThrownBy(() -> zoo.get("tiny/wrong")).hasMessageContaining("is of tiny/pixelate");
    assertThatThrownBy(() -> zoo.get("../secret")).hasMessageContaining("there is no ../secret");
    Files.writeString(folder.resolve("index.json"), "{}");
    assertThatThrownBy(zoo::names)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("index.json of " + folder);
    assertThatThrownBy(() -> Zoo.load("shapes/mist"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "there is no shapes/mist in the kit's zoo; there are shapes/standard");
    assertThatThrownBy(() -> Zoo.at(folder.resolve("nowhere")).names())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no index.json");
  }

  @Test
  void aCardThatSaysTooMuchIsFound() throws IOException {
    export();
    Path file = folder.resolve("tiny/contrast.json");
    Zoo zoo = Zoo.at(folder);
    double right = zoo.card("tiny/contrast").after().ra().get().percent();
    String text = Files.readString(file);
    int after = text.indexOf("\"after\"");
    int ra = text.indexOf("\"RA\"", after);
    String wrong =
        text.substring(ra)
            .replaceFirst("\"low\": [0-9.]+", "\"low\": " + (right + 1))
            .replaceFirst("\"high\": [0-9.]+", "\"high\": " + (right + 2));
    Files.writeString(file, text.substring(0, ra) + wrong);
    assertThat(ZooCheck.of(zoo.get("tiny/contrast")).faults())
        .singleElement()
        .asString()
        .startsWith("RA after: the card says ");
  }

  @Test
  void whatTheFolderLacksIsTakenFromWhereDataAreFetchedTo() throws IOException {
    ZooExport.of(STUDY, "CC0").withUrl("https://example.org/zoo").write(models, folder, name -> {});
    DataHome home = new DataHome(folder.resolve("data"));
    Path fetched = home.folder().resolve("zoo/tiny/contrast.safetensors");
    Files.createDirectories(fetched.getParent());
    Files.move(folder.resolve("tiny/contrast.safetensors"), fetched);
    ZooEntry entry = Zoo.at(folder).get("tiny/contrast", home);
    assertThat(entry.file()).isEqualTo(fetched);
    assertThat(entry.signature().provenance().corruption()).contains("contrast");
  }

  @Test
  void whatIsOnThisDiskIsTakenInPlaceOfAServer() throws IOException {
    ZooExport.of(STUDY, "CC0").withUrl("https://example.org/zoo").write(models, folder, name -> {});
    DataHome home = new DataHome(folder.resolve("data"));
    Path elsewhere = folder.resolve("elsewhere/tiny/contrast.safetensors");
    Files.createDirectories(elsewhere.getParent());
    Files.move(folder.resolve("tiny/contrast.safetensors"), elsewhere);
    for (Path source : List.of(elsewhere, folder.resolve("elsewhere"))) {
      ZooEntry entry = Zoo.at(folder).withSource(source).get("tiny/contrast", home);
      assertThat(entry.signature().provenance().corruption()).contains("contrast");
      Files.delete(entry.file());
    }
    Files.writeString(elsewhere, "another");
    assertThatThrownBy(() -> Zoo.at(folder).withSource(elsewhere).get("tiny/contrast", home))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(elsewhere.toString());
    assertThat(elsewhere).hasContent("another");
  }

  @Test
  void whatCannotBeExportedIsToldBeforeAnythingIsTrained() {
    ZooExport export = ZooExport.of(STUDY, "CC0");
    assertThatThrownBy(() -> export.withBits(17))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("17 bits a weight were asked for");
    assertThatThrownBy(() -> export.withLayers(99))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("99 layers: expected 1 to");
    assertThatThrownBy(() -> ZooExport.of(STUDY, " "))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("needs a licence");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "nonsense", "ftp://example.org/zoo", "https://"})
  void aCardNamesNoFileOfThisMachine(String address) throws IOException {
    assertThatThrownBy(() -> ZooExport.of(STUDY, "CC0").withUrl(address))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the address " + address);
    ZooExport.of(STUDY, "CC0").withUrl("https://example.org/zoo").write(models, folder, name -> {});
    Path card = folder.resolve("tiny/contrast.json");
    String text = Files.readString(card);
    Files.writeString(
        card, text.replace("https://example.org/zoo/tiny/contrast.safetensors", address));
    assertThatThrownBy(() -> Zoo.at(folder).get("tiny/contrast"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the address " + address);
  }
}
