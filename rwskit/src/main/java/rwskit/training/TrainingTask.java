package rwskit.training;

import rwskit.data.ImageSet;
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
    long seed) {}
