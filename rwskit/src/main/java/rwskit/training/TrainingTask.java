package rwskit.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * Everything that decides the outcome of one training, up to the number of threads and the engine's
 * version.
 *
 * @param network what is trained
 * @param start the weights it starts from
 * @param train the images that weights are fitted to, corrupted already where they are to be
 * @param validation clean images by which the best TA is chosen
 * @param corruptedValidation images by which the best RA is chosen; the clean ones again for θ_std
 * @param recipe how
 * @param seed decides order and augmentation
 * @param tuned the tensors that are trained, the others stay as they are; empty for all
 */
public record TrainingTask(
    Network network,
    StateDict start,
    ImageSet train,
    ImageSet validation,
    ImageSet corruptedValidation,
    Recipe recipe,
    long seed,
    List<String> tuned) {

  /**
   * @throws BadInputException if the network has none of a name that is to be trained
   */
  public TrainingTask {
    tuned = List.copyOf(tuned);
    tuned.forEach(start::get);
  }

  /**
   * A training of all tensors.
   *
   * @param network as {@link #network}
   * @param start as {@link #start}
   * @param train as {@link #train}
   * @param validation as {@link #validation}
   * @param corruptedValidation as {@link #corruptedValidation}
   * @param recipe as {@link #recipe}
   * @param seed as {@link #seed}
   */
  public TrainingTask(
      Network network,
      StateDict start,
      ImageSet train,
      ImageSet validation,
      ImageSet corruptedValidation,
      Recipe recipe,
      long seed) {
    this(network, start, train, validation, corruptedValidation, recipe, seed, List.of());
  }

  /**
   * @param names the tensors that are trained
   * @return this training of those alone
   * @throws BadInputException if the network has none of a name
   */
  public TrainingTask tuning(List<String> names) {
    return new TrainingTask(
        network, start, train, validation, corruptedValidation, recipe, seed, names);
  }

  /**
   * A fingerprint of all of it. Reads every image: about a second for a gigabyte of them.
   *
   * @return SHA-256 as 64 hexadecimal digits
   */
  public String sha256() {
    String text =
        String.join(
            "\n",
            TrainingJson.of(network).toString(),
            start.sha256(),
            train.sha256(),
            validation.sha256(),
            corruptedValidation.sha256(),
            TrainingJson.of(recipe).toString(),
            Long.toString(seed));
    if (!tuned.isEmpty()) {
      text += "\n" + String.join("\n", tuned);
    }
    return new Sha256().add(text.getBytes(UTF_8)).hex();
  }
}
