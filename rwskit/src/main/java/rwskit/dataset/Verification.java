package rwskit.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rwskit.dataset.FileCheck.State;

/** Compares what lies in a folder with what a recipe says of it. */
record Verification(Path folder) {

  /** All files of a recipe. */
  List<FileCheck> check(DataRecipe recipe) {
    return recipe.files().stream().flatMap(file -> check(file).stream()).toList();
  }

  /** One file, or what was unpacked from it: of those that do as well, the one that does. */
  List<FileCheck> check(DataFile file) {
    List<FileCheck> best = null;
    for (DataFile candidate : file.candidates()) {
      List<FileCheck> found = checkOne(candidate);
      if (isUsable(found)) {
        return found;
      }
      boolean nothing = found.stream().allMatch(check -> check.state() == State.ABSENT);
      best = best == null || !nothing && best.get(0).state() == State.ABSENT ? found : best;
    }
    return best;
  }

  static boolean isUsable(List<FileCheck> checks) {
    return checks.stream().allMatch(FileCheck::isUsable);
  }

  private List<FileCheck> checkOne(DataFile file) {
    if (file.unpack() == null) {
      return List.of(compare(file));
    }
    UnpackedRecord record = UnpackedRecord.of(file, folder);
    if (!record.exists()) {
      return file.holds().stream().map(this::compare).toList();
    }
    List<FileCheck> checks = new ArrayList<>();
    record.read().forEach((name, sha256) -> checks.add(compare(fileOf(name, sha256))));
    return checks;
  }

  /** A file of which nothing but its SHA-256 is known. */
  static DataFile fileOf(String name, String sha256) {
    return new DataFile(name, null, 0, 0, sha256, null, null, null, null, 0, null, null);
  }

  private FileCheck compare(DataFile file) {
    Path path = folder.resolve(file.name());
    if (!Files.exists(path)) {
      return new FileCheck(file.name(), State.ABSENT, "");
    }
    if (!file.hasChecksum()) {
      return new FileCheck(file.name(), State.UNCHECKED, "no checksum of it is known");
    }
    Optional<String> fault = file.fault(path);
    return new FileCheck(
        file.name(), fault.isEmpty() ? State.PRESENT : State.DAMAGED, fault.orElse(""));
  }
}
