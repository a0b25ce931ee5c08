package rwskit.zoo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rwskit.dataset.DataFile;
import rwskit.dataset.DataHome;
import rwskit.dataset.DataRecipe;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.file.UserFolder;
import rwskit.json.Json;
import rwskit.json.JsonFields;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Trained networks and their signatures by name: {@code Zoo.load("shapes/fog")} is the signature of
 * fog of the study shapes, {@code shapes/standard} its θ_std. Every file is compared with the
 * SHA-256 on its card whenever it is loaded. Immutable; safe for threads.
 */
public final class Zoo {
  static final String INDEX = "index.json";
  private static final int FORMAT = 1;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+/[a-z0-9_]+");

  private final Shelf shelf;
  private final String place;
  private final Optional<Path> source;

  private Zoo(Shelf shelf, String place, Optional<Path> source) {
    this.shelf = shelf;
    this.place = place;
    this.source = source;
  }

  /**
   * @return what travels with the kit
   */
  public static Zoo shipped() {
    return new Zoo(Shelf.shipped(), "the kit's zoo", Optional.empty());
  }

  /**
   * @param folder as {@link ZooExport} writes it
   * @return the zoo there
   */
  public static Zoo at(Path folder) {
    return new Zoo(Shelf.of(folder), folder.toString(), Optional.empty());
  }

  /**
   * @param path a file on this disk, or a folder with the files under their names, such as {@code
   *     shapes/fog.safetensors}
   * @return this zoo, which takes from there what it would fetch; compared with the cards all the
   *     same
   */
  public Zoo withSource(Path path) {
    return new Zoo(shelf, place, Optional.of(path));
  }

  /**
   * @param name such as {@code shapes/fog} or {@code shapes/standard}
   * @return what travels with the kit under that name
   * @throws BadInputException if there is none (the message lists the names), or its file is not
   *     what its card says
   */
  public static ZooEntry load(String name) {
    return shipped().get(name);
  }

  /**
   * @return the names of all entries, those of a study together, θ_std first
   * @throws BadInputException if there is no index
   */
  public List<String> names() {
    String text = text(INDEX).orElseThrow(() -> missing(INDEX));
    try {
      JsonFields fields = JsonFields.of(text);
      int format = fields.integer("format");
      if (format != FORMAT) {
        throw new BadInputException(
            "%s of %s is of format %s; this version reads %s"
                .formatted(INDEX, place, format, FORMAT));
      }
      return fields.strings("names");
    } catch (JsonParseException e) {
      throw new BadInputException("%s of %s: %s".formatted(INDEX, place, e.getMessage()), e);
    }
  }

  /** An index of these names, as text. */
  static String index(List<String> names) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.add("names", Json.strings(names));
    return Json.pretty(json) + "\n";
  }

  /**
   * @param name one of {@link #names}
   * @return its card
   * @throws BadInputException if there is none of that name, or its card cannot be read
   */
  public Card card(String name) {
    // A name is a path: what is no name of the index is not looked for on the disk.
    List<String> names = names();
    if (!NAME.matcher(name).matches() || !names.contains(name)) {
      throw new BadInputException(
          "there is no %s in %s; there are %s".formatted(name, place, String.join(", ", names)));
    }
    String file = name + ".json";
    Card card = CardJson.card(text(file).orElseThrow(() -> missing(file)), place + ": " + file);
    if (!card.name().equals(name) || !card.file().name().equals(name + ".safetensors")) {
      throw new BadInputException(
          "%s: the card %s is of %s, file %s"
              .formatted(place, file, card.name(), card.file().name()));
    }
    return card;
  }

  /**
   * @return all cards, in the order of {@link #names}
   * @throws BadInputException as {@link #card}
   */
  public List<Card> cards() {
    return names().stream().map(this::card).toList();
  }

  /**
   * @param name one of {@link #names}
   * @return what there is under that name, its file compared with its card
   * @throws BadInputException if there is none of that name, or its file is not what its card says
   */
  public ZooEntry get(String name) {
    return get(name, DataHome.standard());
  }

  ZooEntry get(String name, DataHome home) {
    Card card = card(name);
    return new ZooEntry(this, card, file(card.file(), home));
  }

  /** The file on this machine, verified: of a jar a copy in the user's folder, or fetched. */
  private Path file(DataFile file, DataHome home) {
    Optional<byte[]> found = shelf.read(file.name());
    if (found.isEmpty()) {
      return fetched(file, home);
    }
    String sha256 = new Sha256().add(found.get()).hex();
    if (!sha256.equals(file.sha256())) {
      throw new BadInputException(
          "%s: %s has SHA-256 %s; its card says %s: it is damaged or another file"
              .formatted(place, file.name(), sha256, file.sha256()));
    }
    Optional<Path> path = shelf.path(file.name());
    if (path.isPresent()) {
      return path.get();
    }
    Path copy = UserFolder.standard().resolve("zoo").resolve(sha256 + ".safetensors");
    if (!isRight(copy, sha256)) {
      AtomicFile.write(copy, found.get());
    }
    return copy;
  }

  private static boolean isRight(Path copy, String sha256) {
    try {
      return Files.exists(copy) && Sha256.of(copy).equals(sha256);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + copy, e);
    }
  }

  private Path fetched(DataFile file, DataHome home) {
    if (file.urls().isEmpty()) {
      throw missing(file.name());
    }
    DataRecipe recipe =
        new DataRecipe(
            "zoo",
            DataRecipe.Kind.CHECKPOINT,
            file.name(),
            place,
            "",
            "",
            List.of(),
            "",
            0,
            null,
            null,
            List.of(file));
    DataRecipe done =
        source.isPresent() ? recipe.fetchFrom(source.get(), home) : recipe.fetch(home);
    return home.of(done).resolve(file.name());
  }

  private Optional<String> text(String file) {
    return shelf.read(file).map(bytes -> new String(bytes, UTF_8));
  }

  private BadInputException missing(String file) {
    return new BadInputException(
        "%s has no %s; \"zoo export\" makes a zoo of a trained study".formatted(place, file));
  }

  /**
   * @return a row for each entry: name, what it is, corruption, severity, TA and RA before and
   *     after, images, bytes
   * @throws BadInputException as {@link #card}
   */
  public Table table() {
    Table table =
        Table.create(
            "zoo",
            StringColumn.create("name"),
            StringColumn.create("what it is"),
            IntColumn.create("severity"),
            DoubleColumn.create("TA before"),
            DoubleColumn.create("RA before"),
            DoubleColumn.create("TA after"),
            DoubleColumn.create("RA after"),
            IntColumn.create("images"),
            LongColumn.create("bytes"));
    for (Card card : cards()) {
      table.stringColumn("name").append(card.name());
      table.stringColumn("what it is").append(card.title());
      table.intColumn("severity").append(card.study().severity());
      append(table, card.before(), "before");
      append(table, card.after(), "after");
      table.intColumn("images").append(card.after().ta().images());
      table.longColumn("bytes").append(card.file().bytes());
    }
    return table;
  }

  private static void append(Table table, Measured measured, String when) {
    table.doubleColumn("TA " + when).append(measured.ta().percent());
    DoubleColumn ra = table.doubleColumn("RA " + when);
    measured.ra().ifPresentOrElse(found -> ra.append(found.percent()), ra::appendMissing);
  }

  /**
   * @return where it is
   */
  @Override
  public String toString() {
    return place;
  }
}
