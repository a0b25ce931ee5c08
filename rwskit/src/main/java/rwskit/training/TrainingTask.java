package rwskit.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import rwskit.data.ImageSet;
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
 */
public record TrainingTask(
    Network network,
    StateDict start,
    ImageSet train,
    ImageSet validation,
    ImageSet corruptedValidation,
    Recipe recipe,
    long seed) {

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
    return new Sha256().add(text.getBytes(UTF_8)).hex();
  }
}
