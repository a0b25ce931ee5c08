package rwskit.checkpoint;

import java.util.List;
import java.util.Optional;

/** Says what a zip archive is that {@code torch.save} did not write. */
final class ZipKind {
  private ZipKind() {}

  /**
   * @param pickles how many checkpoints' pickles are in it
   * @return what it is and what to do, as the end of a sentence that begins with the file; empty if
   *     the names do not tell
   */
  static Optional<String> describe(List<String> names, int pickles) {
    if (pickles > 0) {
      return Optional.empty();
    }
    if (names.stream().anyMatch(n -> n.endsWith("serialized_exported_program.json"))
        || names.stream().anyMatch(n -> n.contains("/models/") && n.endsWith(".json"))) {
      return Optional.of(
          "is a program of torch.export; in Python torch.save(torch.export.load(FILE).state_dict,"
              + " 'weights.pth') saves its weights");
    }
    if (has(names, "model.weights.h5")) {
      return Optional.of(
          "is a Keras model; load it in Keras, and save its weights with safetensors");
    }
    if (!names.isEmpty() && names.stream().allMatch(n -> n.endsWith(".npy"))) {
      return Optional.of(
          "is an archive of NumPy arrays (.npz); in Python"
              + " safetensors.numpy.save_file(dict(numpy.load(FILE)), 'weights.safetensors')"
              + " saves them");
    }
    return names.stream()
        .filter(ZipKind::isCheckpoint)
        .findFirst()
        .map(n -> "is a zip archive with the file %s; unpack it first, and give that".formatted(n));
  }

  /** Whether it is a program with its weights, as {@code torch.jit.save} writes. */
  static boolean isTorchScript(List<String> names) {
    return has(names, "/constants.pkl")
        || names.stream().anyMatch(name -> name.contains("/code/__torch__"));
  }

  private static boolean has(List<String> names, String end) {
    return names.stream().anyMatch(name -> name.endsWith(end));
  }

  private static boolean isCheckpoint(String name) {
    return name.matches(".*\\.(pt|pth|pth\\.tar|bin|ckpt|safetensors)");
  }
}
