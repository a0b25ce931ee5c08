package rwskit.corrupted;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rwskit.corruption.Corruption;
import rwskit.corruption.Variant;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.json.Json;
import rwskit.json.JsonFields;

/**
 * The JSON file beside corrupted images: everything that decides them, and what has been made so
 * far.
 *
 * @param format version of this record
 * @param rwskit version of the kit that wrote it, empty outside a jar
 * @param input what was corrupted, in the words of who asked for it
 * @param inputSha256 fingerprint of the clean images, see {@link ImageSet#sha256}
 * @param split what the images are for; the random draws depend on it
 * @param images how many clean images there are
 * @param height rows an image
 * @param width pixels a row
 * @param channels values a pixel
 * @param classNames the classes, in label order
 * @param layout {@link CorruptedLayout#label}
 * @param variant {@link Variant#label}
 * @param severities in the order in which they stand in a {@code .npy} file
 * @param seed of the random draws
 * @param files what was made, by name from the record's folder
 */
record CorruptedRecord(
    int format,
    String rwskit,
    String input,
    String inputSha256,
    Split split,
    int images,
    int height,
    int width,
    int channels,
    List<String> classNames,
    String layout,
    String variant,
    List<Integer> severities,
    long seed,
    Map<String, Made> files) {
  static final String NAME = "corrupted.json";
  private static final int FORMAT = 1;

  /** What two runs may differ in and still make the same files. */
  private static final List<String> INCIDENTAL = List.of("rwskit", "input", "files");

  /**
   * One file, or one folder of images.
   *
   * @param pictures where {@link Corruption#FROST} took its ice from; absent of other corruptions
   * @param sample fingerprint of the first few images, corrupted: another one means that the
   *     corruption's code or its pictures have changed
   * @param sha256 fingerprint of the bytes; absent while it is being made
   */
  record Made(String pictures, String sample, String sha256) {
    private static Made of(JsonElement json) {
      JsonFields fields = JsonFields.of(json);
      return new Made(
          fields.string("pictures", null), fields.string("sample"), fields.string("sha256", null));
    }

    private JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("pictures", pictures);
      json.addProperty("sample", sample);
      json.addProperty("sha256", sha256);
      return json;
    }
  }

  static CorruptedRecord of(CorruptionPlan plan, ImageSet images, String input) {
    String version = CorruptedRecord.class.getPackage().getImplementationVersion();
    return new CorruptedRecord(
        FORMAT,
        version == null ? "" : version,
        input,
        images.sha256(),
        images.split(),
        images.size(),
        images.height(),
        images.width(),
        images.channels(),
        images.classNames(),
        plan.layout().label(),
        plan.variant().label(),
        plan.severities(),
        plan.seed(),
        new LinkedHashMap<>());
  }

  /**
   * @return the record in a folder, empty if there is none
   * @throws BadInputException if it is damaged
   */
  static Optional<CorruptedRecord> read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      JsonFields fields = JsonFields.of(Files.readString(file));
      if (fields.integer("format") == FORMAT) {
        return Optional.of(of(fields));
      }
      throw new BadInputException(
          "%s is not a record of format %s of corrupted images: remove it".formatted(file, FORMAT));
    } catch (JsonParseException e) {
      throw new BadInputException(
          "%s is not a record of corrupted images (%s): remove it".formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  private static CorruptedRecord of(JsonFields fields) {
    List<Integer> severities = fields.integers("severities");
    if (severities.isEmpty()) {
      throw new JsonParseException("it names no severity");
    }
    return new CorruptedRecord(
        FORMAT,
        fields.string("rwskit"),
        fields.string("input"),
        fields.string("inputSha256"),
        fields.constant("split", Split.class),
        fields.integer("images"),
        fields.integer("height"),
        fields.integer("width"),
        fields.integer("channels"),
        fields.strings("classNames"),
        fields.string("layout"),
        fields.string("variant"),
        severities,
        fields.longInteger("seed"),
        fields.map("files", Made::of));
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("format", format);
    json.addProperty("rwskit", rwskit);
    json.addProperty("input", input);
    json.addProperty("inputSha256", inputSha256);
    json.addProperty("split", split.name());
    json.addProperty("images", images);
    json.addProperty("height", height);
    json.addProperty("width", width);
    json.addProperty("channels", channels);
    json.add("classNames", Json.strings(classNames));
    json.addProperty("layout", layout);
    json.addProperty("variant", variant);
    json.add("severities", Json.numbers(severities));
    json.addProperty("seed", seed);
    JsonObject made = new JsonObject();
    files.forEach((name, one) -> made.add(name, one.json()));
    json.add("files", made);
    return json;
  }

  void write(Path folder) {
    AtomicFile.write(folder.resolve(NAME), Json.pretty(json()) + "\n");
  }

  CorruptedRecord with(String name, Made made) {
    Map<String, Made> more = new LinkedHashMap<>(files);
    more.put(name, made);
    return with(more);
  }

  CorruptedRecord with(Map<String, Made> others) {
    return new CorruptedRecord(
        format,
        rwskit,
        input,
        inputSha256,
        split,
        images,
        height,
        width,
        channels,
        classNames,
        layout,
        variant,
        severities,
        seed,
        others);
  }

  /** What decides the images and is another here, as in {@code seed 0 in place of 1}. */
  List<String> differences(CorruptedRecord wanted) {
    JsonObject mine = json();
    JsonObject theirs = wanted.json();
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : theirs.entrySet()) {
      JsonElement here = mine.get(entry.getKey());
      if (!INCIDENTAL.contains(entry.getKey()) && !entry.getValue().equals(here)) {
        differences.add("%s %s in place of %s".formatted(entry.getKey(), here, entry.getValue()));
      }
    }
    return differences;
  }
}
