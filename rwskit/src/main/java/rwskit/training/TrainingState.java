package rwskit.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A training between two epochs: all that it needs to go on, so that its end has the same bits as
 * that of a training without a break (on one machine, with one number of threads). Order,
 * augmentation and every other draw of an epoch depend on the task's seed and the epoch's number
 * alone; no generator's state has to be kept.
 *
 * @param task what is trained, on what, how
 * @param taskSha256 {@link TrainingTask#sha256}, which takes too long to be computed every epoch
 * @param epochs what each epoch so far came to
 * @param weights after the last of them; the task's start if there is none
 * @param momentum the optimiser's buffer of each trained tensor, times the last epoch's learning
 *     rate; empty before the first epoch
 * @param bestTa the weights after the epoch with the best TA so far (the first of equals)
 * @param bestRa the weights after the epoch with the best RA so far (the first of equals)
 */
public record TrainingState(
    TrainingTask task,
    String taskSha256,
    List<EpochResult> epochs,
    StateDict weights,
    StateDict momentum,
    StateDict bestTa,
    StateDict bestRa) {
  private static final String KIND = "rwskit.kind";
  private static final String TRAINING = "training";
  private static final String VERSION = "rwskit.version";
  private static final String CURRENT = "1";
  private static final String TASK = "rwskit.task.sha256";
  private static final String EPOCHS = "rwskit.epochs";
  private static final String CHECKSUM = "rwskit.sha256";

  /** Copies the list. */
  public TrainingState {
    epochs = List.copyOf(epochs);
  }

  /**
   * @param task what is trained, on what, how
   * @return the state before the first epoch
   */
  public static TrainingState start(TrainingTask task) {
    StateDict start = task.start();
    return new TrainingState(
        task, task.sha256(), List.of(), start, StateDict.of(Map.of()), start, start);
  }

  /** The state after one more epoch. */
  TrainingState after(EpochResult epoch, StateDict newWeights, StateDict newMomentum) {
    List<EpochResult> all = new ArrayList<>(epochs);
    all.add(epoch);
    return new TrainingState(
        task,
        taskSha256,
        all,
        newWeights,
        newMomentum,
        best(all, EpochResult::validationTa) == all.size() ? newWeights : bestTa,
        best(all, EpochResult::validationRa) == all.size() ? newWeights : bestRa);
  }

  /** The number of the best epoch, the first of equals. */
  private static int best(List<EpochResult> epochs, ToDoubleFunction<EpochResult> accuracy) {
    int best = 0;
    for (int i = 1; i < epochs.size(); i++) {
      best =
          accuracy.applyAsDouble(epochs.get(i)) > accuracy.applyAsDouble(epochs.get(best))
              ? i
              : best;
    }
    return best + 1;
  }

  /**
   * Writes the state as a safetensors file: tensors {@code weights.*}, {@code momentum.*}, and
   * {@code bestTa.*} and {@code bestRa.*} where these are not the same as one written already; the
   * epochs' results, the fingerprint of the task and a checksum of the whole are in the metadata.
   *
   * @param file the file's name; a file that stands there is replaced as a whole or not at all
   * @throws BadInputException if it cannot be written
   */
  public void write(Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    put(tensors, "weights.", weights);
    put(tensors, "momentum.", momentum);
    int ta = best(epochs, EpochResult::validationTa);
    int ra = best(epochs, EpochResult::validationRa);
    if (ta < epochs.size()) {
      put(tensors, "bestTa.", bestTa);
    }
    if (ra < epochs.size() && ra != ta) {
      put(tensors, "bestRa.", bestRa);
    }
    StateDict all = StateDict.of(tensors);
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(KIND, TRAINING);
    notes.put(VERSION, CURRENT);
    notes.put(TASK, taskSha256);
    notes.put(EPOCHS, TrainingJson.of(epochs).toString());
    notes.put(CHECKSUM, checksum(all, notes));
    SafeTensors.write(file, all, notes);
  }

  /**
   * Reads a state and verifies every byte of it.
   *
   * @param file as written by {@link #write}
   * @param task the training that it must be a state of
   * @return the state
   * @throws BadInputException if the file cannot be read, is no training's state, is of a later
   *     version, is damaged, or belongs to another task
   */
  public static TrainingState read(Path file, TrainingTask task) {
    Map<String, String> notes = SafeTensors.readMetadata(file);
    if (!TRAINING.equals(notes.get(KIND)) || !CURRENT.equals(notes.get(VERSION))) {
      throw new BadInputException(
          "%s is no state of a training, or of another version: %s = %s and %s = %s were expected"
              .formatted(file, KIND, TRAINING, VERSION, CURRENT));
    }
    StateDict all = SafeTensors.read(file);
    if (!checksum(all, notes).equals(notes.get(CHECKSUM))) {
      throw new BadInputException(
          "%s is damaged: its content has another checksum than it notes; delete it to train from"
                  .formatted(file)
              + " the start");
    }
    String taskSha256 = task.sha256();
    if (!taskSha256.equals(notes.get(TASK))) {
      throw new BadInputException(
          "%s is a state of another training: network, start, images, recipe or seed differ"
              .formatted(file));
    }
    try {
      return of(task, taskSha256, TrainingJson.epochs(notes.getOrDefault(EPOCHS, "")), all);
    } catch (JsonParseException e) {
      throw new BadInputException("%s has no readable %s".formatted(file, EPOCHS), e);
    }
  }

  private static TrainingState of(
      TrainingTask task, String taskSha256, List<EpochResult> epochs, StateDict all) {
    StateDict weights = part(all, "weights.");
    int ta = best(epochs, EpochResult::validationTa);
    int ra = best(epochs, EpochResult::validationRa);
    StateDict bestTa = ta < epochs.size() ? part(all, "bestTa.") : weights;
    StateDict bestRa = ra == ta ? bestTa : ra < epochs.size() ? part(all, "bestRa.") : weights;
    return new TrainingState(
        task, taskSha256, epochs, weights, part(all, "momentum."), bestTa, bestRa);
  }

  private static String checksum(StateDict all, Map<String, String> notes) {
    return new Sha256()
        .add((all.sha256() + notes.get(TASK) + notes.get(EPOCHS)).getBytes(UTF_8))
        .hex();
  }

  private static void put(Map<String, Tensor> tensors, String prefix, StateDict part) {
    part.tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
  }

  private static StateDict part(StateDict all, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    all.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
              }
            });
    return StateDict.of(tensors);
  }
}
