package rwskit.experiment;

import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.TensorDifference;

/**
 * θ_std of a seed after it was trained further.
 *
 * @param seed of θ_std
 * @param epochs for how many it was trained further; 0 is θ_std itself
 * @param kept how many of them the weights have seen that were best on validation images
 * @param weights those weights
 */
record Backbone(long seed, int epochs, int kept, StateDict weights) {
  /** ‖θ_adapted − θ_std‖ / ‖θ_std‖ over the first layers. */
  double drift(StateDict standard, int layers) {
    double squares = 0;
    double baseSquares = 0;
    for (String name : Layers.first(standard, layers)) {
      TensorDifference of = TensorDifference.of(standard.get(name), weights.get(name));
      squares += of.norm() * of.norm();
      baseSquares += of.baseNorm() * of.baseNorm();
    }
    return Math.sqrt(squares / baseSquares);
  }
}
