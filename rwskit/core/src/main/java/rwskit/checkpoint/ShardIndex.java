package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Reads checkpoints in shards: files of which each holds some of the tensors, and a JSON index,
 * {@code model.safetensors.index.json} or {@code pytorch_model.bin.index.json}, that says in its
 * {@code weight_map} which tensor lies in which file beside it.
 */
final class ShardIndex {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_SHARDS = 10_000;
  private static final int MOST_TENSORS = 200_000;

  private static final String ENDING = ".index.json";

  private ShardIndex() {}

  /**
   * A folder stands for the index in it, as repositories of models have them.
   *
   * @return a file as it is, and of a folder its index
   * @throws BadInputException if the folder has no index or several, or cannot be read
   */
  static Path of(Path file) {
    if (!Files.isDirectory(file)) {
      return file;
    }
    List<Path> files = filesIn(file);
    List<Path> indexes = files.stream().filter(each -> ends(each, ENDING)).toList();
    if (indexes.size() == 1) {
      return indexes.get(0);
    }
    if (indexes.isEmpty()) {
      throw new BadInputException(
          "%s is a folder without the index of a checkpoint in shards (*%s); give the file with the"
                  .formatted(file, ENDING)
              + " weights"
              + ofThese(files.stream().filter(ShardIndex::mayBeWeights).toList()));
    }
    throw new BadInputException(
        "%s is a folder with several indexes (*%s); give the one that is meant"
                .formatted(file, ENDING)
            + ofThese(indexes));
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + folder, e);
    }
  }

  private static boolean ends(Path file, String ending) {
    return file.getFileName().toString().endsWith(ending);
  }

  private static boolean mayBeWeights(Path file) {
    return ends(file, ".safetensors") || TorchWriter.isNamedSo(file);
  }

  private static String ofThese(List<Path> files) {
    return files.isEmpty()
        ? ""
        : ": " + FirstFew.of(files.stream().map(Path::getFileName).toList(), ", ");
  }

  /**
   * @return the files that an index, or the only one in a folder, names and the index itself; none
   *     if it is no index, or none that can be read
   */
  static List<Path> filesOf(Path file) {
    try {
      Path index = of(file);
      return MappedFile.open(index, mapped -> isJson(mapped) ? filesOf(mapped) : List.of());
    } catch (BadInputException notRead) {
      return List.of();
    }
  }

  private static List<Path> filesOf(MappedFile mapped) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    files.add(mapped.file());
    for (var place : places(mapped.file(), text(mapped)).entrySet()) {
      files.add(shard(mapped.file(), place));
    }
    return List.copyOf(files);
  }

  /** Whether a file begins as JSON does; a safetensors header of that length would have zeros. */
  static boolean isJson(MappedFile mapped) throws IOException {
    if (mapped.size() < 2 || mapped.size() > MOST_BYTES) {
      return false;
    }
    var start = mapped.range(0, Math.min(mapped.size(), 8));
    byte second = start.get(1);
    return start.get(0) == '{' && second >= '\t' && start.get(start.remaining() - 1) >= '\t';
  }

  /**
   * @param readShard reads a file of the index's folder
   * @return nothing if the JSON is no index
   * @throws BadInputException if a shard is missing, lies elsewhere or lacks a tensor
   */
  static WeightsInFile read(MappedFile mapped, Function<Path, WeightsInFile> readShard)
      throws IOException {
    Path index = mapped.file();
    Map<String, String> places = places(index, text(mapped));
    if (places.isEmpty()) {
      throw new BadInputException("%s %s".formatted(index, OtherFormat.describe(mapped)));
    }
    Map<String, WeightsInFile> shards = new LinkedHashMap<>();
    for (var place : places.entrySet()) {
      if (!shards.containsKey(place.getValue())) {
        if (shards.size() == MOST_SHARDS) {
          throw bad(index, "names more than %s files".formatted(MOST_SHARDS));
        }
        shards.put(place.getValue(), readShard.apply(shard(index, place)));
      }
    }
    return gathered(index, places, shards);
  }

  private static WeightsInFile gathered(
      Path index, Map<String, String> places, Map<String, WeightsInFile> shards) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    places.forEach(
        (name, file) -> {
          StateDict shard = shards.get(file).weights();
          if (shard.contains(name)) {
            tensors.put(name, shard.get(name));
          } else if (shard.unreadable().containsKey(name)) {
            unreadable.put(name, shard.unreadable().get(name));
          } else {
            throw bad(index, "says that tensor %s is in %s, where it is not".formatted(name, file));
          }
        });
    List<String> leftOut = new ArrayList<>();
    shards.forEach(
        (file, shard) -> {
          leftOut.addAll(shard.leftOut());
          shard.weights().names().stream()
              .filter(name -> !places.containsKey(name))
              .forEach(name -> leftOut.add("%s (in %s, not in the index)".formatted(name, file)));
        });
    return new WeightsInFile(
        StateDict.of(tensors).withUnreadable(unreadable, List.copyOf(places.keySet())), leftOut);
  }

  /** The file that a tensor lies in; an index that leads elsewhere is not followed. */
  private static Path shard(Path index, Map.Entry<String, String> place) {
    String name = place.getValue();
    Path folder = index.toAbsolutePath().normalize().getParent();
    Path file;
    try {
      file = folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw bad(index, "names the file %s, which is no name of one".formatted(name));
    }
    if (Path.of(name).isAbsolute() || !file.startsWith(folder) || file.equals(folder)) {
      throw bad(index, "names the file %s, which is outside of its folder".formatted(name));
    }
    if (!Files.isRegularFile(file)) {
      throw bad(
          index,
          "says that tensor %s is in %s, which is missing; put all its files beside it"
              .formatted(place.getKey(), name));
    }
    Path beside = index.resolveSibling(name);
    return Files.exists(beside) ? beside : file;
  }

  private static String text(MappedFile mapped) throws IOException {
    return UTF_8.decode(mapped.range(0, mapped.size())).toString();
  }

  private static Map<String, String> places(Path index, String text) {
    Map<String, String> places = new LinkedHashMap<>();
    JsonReader json = new JsonReader(new StringReader(text));
    try {
      json.beginObject();
      while (json.hasNext()) {
        if (!json.nextName().equals("weight_map")) {
          json.skipValue();
          continue;
        }
        json.beginObject();
        while (json.hasNext()) {
          String name = json.nextName();
          if (places.put(name, json.nextString()) != null) {
            throw bad(index, "names tensor %s twice".formatted(name));
          }
          if (places.size() > MOST_TENSORS) {
            throw bad(index, "names more than %s tensors".formatted(MOST_TENSORS));
          }
        }
        json.endObject();
      }
      json.endObject();
    } catch (IOException | IllegalStateException e) {
      throw new BadInputException(
          index + ": the JSON in it is damaged, or its weight_map is none of names to files", e);
    }
    return places;
  }

  private static BadInputException bad(Path index, String reason) {
    return new BadInputException("%s: the index %s".formatted(index, reason));
  }
}
