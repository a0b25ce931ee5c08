package rwskit.experiment;

import java.util.Collection;
import rwskit.weights.StateDict;

/**
 * What some tensors, as one vector, have of the standard direction.
 *
 * @param along τ_c·a
 * @param standard a·a
 * @param robust τ_c·τ_c
 * @param start θ₀·θ₀
 */
record StandardShare(double along, double standard, double robust, double start) {
  static StandardShare of(
      Collection<String> names, StateDict pretrained, StateDict standard, StateDict robust) {
    double along = 0;
    double standardSquare = 0;
    double robustSquare = 0;
    double start = 0;
    for (String name : names) {
      float[] from = pretrained.get(name).toFloats();
      float[] clean = standard.get(name).toFloats();
      float[] corrupted = robust.get(name).toFloats();
      for (int i = 0; i < from.length; i++) {
        double a = (double) clean[i] - from[i];
        double tau = (double) corrupted[i] - from[i];
        along += a * tau;
        standardSquare += a * a;
        robustSquare += tau * tau;
        start += (double) from[i] * from[i];
      }
    }
    return new StandardShare(along, standardSquare, robustSquare, start);
  }

  /** Of these tensors and others together. */
  StandardShare plus(StandardShare other) {
    return new StandardShare(
        along + other.along, standard + other.standard, robust + other.robust, start + other.start);
  }

  /** 0 where a is 0. */
  double kappa() {
    return standard == 0 ? 0 : along / standard;
  }

  /** The share of ‖τ_c‖² along a. */
  double taken() {
    double squares = standard * robust;
    return squares == 0 ? 0 : along * along / squares;
  }

  double standardMove() {
    return Math.sqrt(standard / start);
  }

  double robustMove() {
    return Math.sqrt(robust / start);
  }

  /** ‖(1 − κ)·a‖². */
  double leftOverSquare() {
    return (1 - kappa()) * (1 - kappa()) * standard;
  }
}
