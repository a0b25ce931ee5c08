package rwskit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import rwskit.checkpoint.Checkpoint;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * What {@code unpatch} restores weights from: the tensors that were replaced. It may be all that is
 * left of them, so that none is overwritten by another.
 */
final class UndoFile {
  private static final String KIND = "rwskit.kind";
  private static final String UNDO = "undo";
  private static final String ONTO = "rwskit.undo.onto.sha256";

  private final Path file;

  private UndoFile(Path file) {
    this.file = file;
  }

  /**
   * @param file null if none is wanted
   * @param out what the command writes besides
   * @throws BadInputException if the name cannot be an undo file's
   */
  static UndoFile of(Path file, Path out) {
    UndoFile undo = new UndoFile(file);
    if (file != null
        && (Files.exists(file) && !Files.isRegularFile(file) || InputFile.isSame(file, out))) {
      throw undo.used();
    }
    return undo;
  }

  /**
   * Writes this file, and then the changed weights. If these cannot be written it goes again, else
   * it would bar the next try; one of an earlier try that holds the same is kept.
   *
   * @param replaced the tensors as they were
   * @param base all weights as they were
   * @throws BadInputException if another file stands there, or one of the two cannot be written
   */
  void writeBefore(StateDict replaced, StateDict base, Runnable changed) {
    boolean isNew = file != null && write(replaced, base);
    try {
      changed.run();
    } catch (RuntimeException e) {
      if (isNew) {
        file.toFile().delete();
      }
      throw e;
    }
  }

  private boolean write(StateDict replaced, StateDict base) {
    Map<String, String> notes = Map.of(KIND, UNDO, ONTO, base.sha256());
    if (!Files.exists(file)) {
      Checkpoint.write(file, replaced, notes);
      return true;
    }
    if (!holds(replaced, notes)) {
      throw used();
    }
    return false;
  }

  private boolean holds(StateDict weights, Map<String, String> notes) {
    try {
      return Checkpoint.readMetadata(file).equals(notes) && Checkpoint.read(file).equals(weights);
    } catch (BadInputException other) {
      return false;
    }
  }

  private BadInputException used() {
    return new BadInputException(
        "--undo %s is there already or is --out too; choose another name".formatted(file));
  }

  /**
   * Demands that notes are not those of a signature or an undo file.
   *
   * @param file what was given as a network, for the message
   */
  static void requireNetwork(String file, Map<String, String> notes) {
    String kind = notes.getOrDefault(KIND, "");
    if (kind.equals("signature") || kind.equals(UNDO)) {
      throw new BadInputException(
          "%s is %s; a network's weights were expected"
              .formatted(file, kind.equals(UNDO) ? "an undo file" : "a signature"));
    }
  }
}
