package rwskit.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import rwskit.corruption.Corruption;
import rwskit.dataset.DataFile;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.signature.PackedStateDict;
import rwskit.signature.Patch;
import rwskit.signature.Quantization;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.study.ModelPatch;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.weights.StateDict;

/**
 * Packs a trained study's θ_std and signatures, of one seed, measures what the packed files do and
 * writes them with their cards. Immutable; {@code with…} gives a changed copy.
 */
public final class ZooExport {
  private static final Quantization PACKED = new Quantization(Quantizer.LINEAR, 8);
  private static final int LAYERS = 4;

  private final Study study;
  private final int layers;
  private final Quantization quantization;
  private final String licence;
  private final Optional<String> url;

  private ZooExport(
      Study study, int layers, Quantization quantization, String licence, Optional<String> url) {
    this.study = study;
    this.layers = layers;
    this.quantization = quantization;
    this.licence = licence;
    this.url = url;
  }

  /**
   * @param study whose models are packed, of its first seed
   * @param licence under which the files may be used: what the images and θ₀ allow
   * @return their export at 8 bits, measured with four layers
   * @throws BadInputException if the licence is blank
   */
  public static ZooExport of(Study study, String licence) {
    if (licence.isBlank()) {
      throw new BadInputException("a file of the zoo needs a licence, such as Apache-2.0");
    }
    return new ZooExport(
        study.withSeeds(study.seeds().get(0)), LAYERS, PACKED, licence, Optional.empty());
  }

  /**
   * @param count how many layers of a signature are added where it is measured
   * @return this with that number
   * @throws BadInputException if the network has fewer layers
   */
  public ZooExport withLayers(int count) {
    int most = study.network().layers();
    if (count < 1 || count > most) {
      throw new BadInputException("%s layers: expected 1 to %s".formatted(count, most));
    }
    return new ZooExport(study, count, quantization, licence, url);
  }

  /**
   * @param count of a number, 2 to 16
   * @return this with that size
   * @throws BadInputException if it is another number
   */
  public ZooExport withBits(int count) {
    return new ZooExport(study, layers, new Quantization(Quantizer.LINEAR, count), licence, url);
  }

  /**
   * @param address of the folder from which the files will be fetched, {@code https:}; the cards
   *     then say where each is
   * @return this with that address
   * @throws BadInputException if it is no such address
   */
  public ZooExport withUrl(String address) {
    CardJson.requireAddress(address);
    return new ZooExport(
        study, layers, quantization, licence, Optional.of(address.replaceAll("/+$", "")));
  }

  /**
   * Writes files, cards and, last, the index; entries of other studies that the index has stay.
   *
   * @param models the study's, trained
   * @param folder of the zoo
   * @param watcher is told the name of each entry when it is written
   * @return the cards
   * @throws BadInputException if the folder cannot be written, or data or network are of a kind
   *     that no other program can make
   */
  public List<Card> write(Models models, Path folder, Consumer<String> watcher) {
    Evaluation evaluation = models.evaluation();
    List<Card> cards = new ArrayList<>();
    StateDict trained = models.standard();
    PackedStateDict packed = PackedStateDict.of(trained, quantization);
    StateDict standard = study.network().withCounters(packed.weights());
    String name = study.name() + "/" + Card.STANDARD;
    packed.write(folderOf(folder, name));
    Accuracy clean = evaluation.accuracy(standard);
    cards.add(
        card(
            name,
            Optional.empty(),
            new Measured(evaluation.accuracy(trained), Optional.empty()),
            new Measured(clean, Optional.empty()),
            Map.of("standard", trained.sha256()),
            folder));
    watcher.accept(name);
    for (Corruption corruption : study.corruptions()) {
      cards.add(signature(models, corruption, standard, clean, folder));
      watcher.accept(cards.get(cards.size() - 1).name());
    }
    for (Card card : cards) {
      AtomicFile.write(folder.resolve(card.name() + ".json"), CardJson.text(card));
    }
    Set<String> names = new LinkedHashSet<>();
    if (Files.exists(folder.resolve(Zoo.INDEX))) {
      names.addAll(Zoo.at(folder).names());
    }
    cards.forEach(card -> names.add(card.name()));
    AtomicFile.write(folder.resolve(Zoo.INDEX), Zoo.index(List.copyOf(names)));
    return List.copyOf(cards);
  }

  private Card signature(
      Models models, Corruption corruption, StateDict standard, Accuracy clean, Path folder) {
    Evaluation evaluation = models.evaluation();
    Signature signature =
        models.signature(corruption).quantized(quantization.quantizer(), quantization.bits());
    StateDict patched = patched(study, standard, signature.firstLayers(layers), corruption);
    String name = study.name() + "/" + corruption.label();
    signature.write(folderOf(folder, name));
    Map<String, String> sha256 = new LinkedHashMap<>();
    signature.provenance().pretrainedSha256().ifPresent(of -> sha256.put("pretrained", of));
    signature.provenance().standardSha256().ifPresent(of -> sha256.put("standard", of));
    signature.provenance().robustSha256().ifPresent(of -> sha256.put("robust", of));
    return card(
        name,
        Optional.of(corruption),
        new Measured(clean, Optional.of(evaluation.accuracy(standard, corruption))),
        measured(evaluation, patched, corruption),
        sha256,
        folder);
  }

  static Measured measured(Evaluation evaluation, StateDict weights, Corruption corruption) {
    return new Measured(
        evaluation.accuracy(weights), Optional.of(evaluation.accuracy(weights, corruption)));
  }

  /** As whoever has the files alone can do it: what θ_c's normalisation was is not among them. */
  static StateDict patched(
      Study study, StateDict standard, Signature signature, Corruption corruption) {
    StateDict patched = Patch.of(standard).add(signature, 1).weights();
    return study.network().hasBatchNorm()
        ? ModelPatch.estimated(study, patched, List.of(corruption))
        : patched;
  }

  private Card card(
      String name,
      Optional<Corruption> corruption,
      Measured before,
      Measured after,
      Map<String, String> sha256,
      Path folder) {
    return new Card(
        name,
        study,
        corruption,
        quantization,
        corruption.isPresent() ? OptionalInt.of(layers) : OptionalInt.empty(),
        before,
        after,
        licence,
        "zoo export %s, %s".formatted(study.name(), LocalDate.now(ZoneOffset.UTC)),
        sha256,
        file(folder, name + ".safetensors"));
  }

  private DataFile file(Path folder, String name) {
    Path path = folder.resolve(name);
    try {
      return CardJson.file(
          name,
          Files.size(path),
          Sha256.of(path),
          url.map(address -> List.of(address + "/" + name)).orElse(List.of()));
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + path + " back", e);
    }
  }

  private static Path folderOf(Path folder, String name) {
    Path file = folder.resolve(name + ".safetensors");
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw BadInputException.of("cannot make " + file.getParent(), e);
    }
    return file;
  }
}
