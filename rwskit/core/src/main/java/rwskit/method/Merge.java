package rwskit.method;

import java.util.List;
import rwskit.file.BadInputException;
import rwskit.signature.Quantizer;
import rwskit.weights.StateDict;

/**
 * What a {@link Method} made of networks: a change that can be applied to weights. Nothing is kept
 * but the networks, which may stay in their files; each tensor is computed when it is asked for.
 * Immutable.
 */
public interface Merge {
  /**
   * A change that is known already, for methods that train or measure.
   *
   * @param tensors what takes the place of the base's tensors at α = 1: (1 − α)·θ + α·θ′
   * @return the change
   */
  static Merge replacing(StateDict tensors) {
    return new Replacement(tensors, tensors::get);
  }

  /**
   * @return the names of the tensors that it changes
   */
  List<String> tensors();

  /**
   * Computes changed weights. At strength 0 they are the base itself, bit for bit. Tensors that are
   * not changed are the base's own, not copies; the others have the base's type. All cores are
   * used; beside the result there is memory for a tensor or two a core.
   *
   * @param base weights with those tensors: θ_std, or any other backbone
   * @param alpha the strength α, finite: 0 for nothing, 1 for the method as its authors have it
   * @return the changed weights, with the base's names in the base's order
   * @throws BadInputException if α is not finite, the base lacks one of the tensors or has it in
   *     another shape, or weights that were finite in the base are infinite or NaN in its type
   *     after the change; the message names the tensors
   */
  StateDict apply(StateDict base, double alpha);

  /**
   * As {@link #apply}, but a tensor is computed when its elements are asked for, and again if
   * memory ran short since: for weights that are written to a file and need not fit into memory. To
   * be read by one thread at a time.
   *
   * @param base weights with those tensors
   * @param alpha the strength α, finite
   * @return the changed weights, the same bits
   * @throws BadInputException as {@link #apply}; what is wrong with numbers is found when they are
   *     read
   */
  StateDict streamed(StateDict base, double alpha);

  /**
   * Computes what has to be stored to apply this change to other weights.
   *
   * @return its tensors, type F32
   */
  StateDict stored();

  /**
   * @return the bytes of what has to be stored, as small as the method makes it without loss: four
   *     a number, or if many are zero a bit for each number and four bytes for each that is not
   */
  long bytes();

  /**
   * Quantises what is stored, every tensor on its own.
   *
   * @param quantizer which levels there are
   * @param bits the size of a number, 2 to 16
   * @return this change with its stored numbers rounded to levels; all of them are in memory
   * @throws BadInputException if the bits are not 2 to 16, or a tensor holds numbers that the
   *     quantiser cannot take
   */
  Merge quantized(Quantizer quantizer, int bits);
}
