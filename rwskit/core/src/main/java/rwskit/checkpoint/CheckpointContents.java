package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A file's weights, what was taken off their names, and what was left out. Immutable; the tensors
 * stay in the file until they are used.
 */
public final class CheckpointContents {
  private final StateDict inFile;
  private final StateDict weights;
  private final Map<String, String> namesInFile;
  private final List<String> prefixes;
  private final List<String> leftOut;
  private final Optional<TorchScript> program;

  private CheckpointContents(
      StateDict inFile,
      StateDict weights,
      Map<String, String> namesInFile,
      List<String> prefixes,
      List<String> leftOut,
      Optional<TorchScript> program) {
    this.inFile = inFile;
    this.weights = weights;
    this.namesInFile = namesInFile;
    this.prefixes = List.copyOf(prefixes);
    this.leftOut = List.copyOf(leftOut);
    this.program = program;
  }

  static CheckpointContents of(Path file, WeightsInFile found, StateDictChoice choice) {
    StateDict inFile = found.weights();
    List<String> names = inFile.allNames();
    String prefix = choice.prefix().orElse("");
    List<String> below = names.stream().filter(name -> name.startsWith(prefix)).toList();
    boolean isBelow = !below.isEmpty();
    if (!isBelow && !choice.isPrefixOptional()) {
      throw new BadInputException(
          "%s has no weight whose name begins with %s: its names are %s"
              .formatted(file, prefix, FirstFew.of(names, ", ")));
    }
    if (choice.prefix().isPresent() && prefix.isEmpty()) {
      return named(found, asTheyAre(names), List.of());
    }
    Map<String, String> stripped = new LinkedHashMap<>();
    (isBelow ? below : names)
        .forEach(name -> stripped.put(name, isBelow ? name.substring(prefix.length()) : name));
    return unwrapped(found, stripped, isBelow ? prefix : "");
  }

  private static Map<String, String> asTheyAre(Collection<String> names) {
    Map<String, String> same = new LinkedHashMap<>();
    names.forEach(name -> same.put(name, name));
    return same;
  }

  /**
   * @param shorter names in the file, and these without the prefix that was asked for
   */
  private static CheckpointContents unwrapped(
      WeightsInFile found, Map<String, String> shorter, String prefix) {
    Map<String, String> weighty = new LinkedHashMap<>(shorter);
    weighty.keySet().removeIf(name -> isCounter(shorter.get(name), found.weights(), name));
    WrapperNames without = new WrapperNames(weighty.values());
    Map<String, String> stripped = new LinkedHashMap<>();
    weighty.forEach((name, rest) -> stripped.put(name, without.strip(rest)));
    boolean isAllWrapped = without.found().stream().anyMatch(p -> isOfAll(p, weighty.values()));
    if (!isAllWrapped) {
      // The counters are the network's own.
      WrapperNames inner = new WrapperNames(shorter.values());
      stripped.clear();
      shorter.forEach((name, rest) -> stripped.put(name, inner.strip(rest)));
      return named(found, stripped, prefixes(prefix, inner.found()));
    }
    return named(found, stripped, prefixes(prefix, without.found()));
  }

  private static boolean isOfAll(String prefix, Collection<String> names) {
    return names.stream().allMatch(name -> name.startsWith(prefix));
  }

  private static List<String> prefixes(String prefix, List<String> found) {
    if (found.isEmpty()) {
      return prefix.isEmpty() ? List.of() : List.of(prefix);
    }
    return found.stream().map(rest -> prefix + rest).toList();
  }

  /**
   * What an averaging or compiling wrapper counts beside the network: n_averaged, decay, step. What
   * cannot be read decides nothing either.
   */
  private static boolean isCounter(String name, StateDict weights, String inFile) {
    if (name.indexOf('.') >= 0) {
      return false;
    }
    if (!weights.contains(inFile)) {
      return true;
    }
    Tensor tensor = weights.get(inFile);
    return tensor.size() <= 1 && (!tensor.dtype().isFloatingPoint() || name.equals("decay"));
  }

  private static CheckpointContents named(
      WeightsInFile found, Map<String, String> names, List<String> prefixes) {
    StateDict inFile = found.weights();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>(found.leftOut());
    inFile
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (names.containsKey(name)) {
                tensors.put(names.get(name), tensor);
              } else {
                leftOut.add(name + " (not the network's)");
              }
            });
    inFile
        .unreadable()
        .forEach(
            (name, type) -> {
              leftOut.add("%s (%s)".formatted(name, type));
              if (names.containsKey(name)) {
                unreadable.put(names.get(name), type);
              }
            });
    Map<String, String> namesInFile = new LinkedHashMap<>();
    names.forEach((name, shorter) -> namesInFile.put(shorter, name));
    return new CheckpointContents(
        inFile,
        StateDict.of(tensors).withUnreadable(unreadable, List.copyOf(namesInFile.keySet())),
        namesInFile,
        prefixes,
        leftOut,
        found.program().map(TorchScript::open));
  }

  /**
   * @return the weights, in the file's order, without what wrappers put into the names
   */
  public StateDict weights() {
    return weights;
  }

  /**
   * @return what was taken off names, each with what stands before it in the name, for instance
   *     {@code module.} or {@code features.module.}
   */
  public List<String> prefixes() {
    return prefixes;
  }

  /**
   * @return what the file holds besides and was not made, for people: objects of unknown classes by
   *     their keys, tensors of unreadable types, counters of wrappers
   */
  public List<String> leftOut() {
    return leftOut;
  }

  /**
   * @param name of one of {@link #weights}
   * @return its name in the file
   */
  public String nameInFile(String name) {
    return namesInFile.getOrDefault(name, name);
  }

  /**
   * Gives weights the names that they have in the file, so that they can be loaded where it was.
   *
   * @param changed tensors of the names of {@link #weights}, all or some, and perhaps others
   * @return the file's tensors in its order, with those replaced, and the others after them
   */
  public StateDict withNamesOfFile(StateDict changed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(inFile.tensors());
    changed.tensors().forEach((name, tensor) -> tensors.put(nameInFile(name), tensor));
    return StateDict.of(tensors);
  }

  /**
   * @return the program that the weights are of, if the file is {@link TorchScript}
   */
  public Optional<TorchScript> program() {
    return program;
  }

  /**
   * Writes changed weights so that they can be loaded where the file was: under its names, and of
   * TorchScript with its program, unless the name ends in {@code .safetensors}; else as {@link
   * Checkpoint#write} does.
   *
   * @param out as for {@link Checkpoint#write}
   * @param changed as for {@link #withNamesOfFile}
   * @param notes free-form notes; none if empty
   * @throws BadInputException if the file cannot be written, or its program cannot take a tensor
   */
  public void write(Path out, StateDict changed, Map<String, String> notes) {
    StateDict named = withNamesOfFile(changed);
    boolean isBare = out.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
    if (program.isPresent() && !isBare) {
      program.get().write(out, named, notes);
    } else {
      WeightsFile.write(out, named, notes);
    }
  }
}
