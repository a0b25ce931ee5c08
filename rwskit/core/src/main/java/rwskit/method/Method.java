package rwskit.method;

import java.util.Map;
import java.util.Set;
import rwskit.file.BadInputException;

/**
 * A way to make a network robust to corruptions out of the weights of others: Robust Weight
 * Signatures and what they have to be compared with. {@link Methods} lists all. A method with its
 * parameters is an immutable value; {@link #merge} may be called by several threads at once.
 *
 * <p>A method that needs images is given them when it is made, as this package knows none; its
 * {@link #needs} say so.
 */
public interface Method {
  /**
   * @return what lists and messages say of it
   */
  MethodDescription description();

  /**
   * @return the method's name in lower case, as on the command line
   */
  default String name() {
    return description().name();
  }

  /**
   * @return what it does, in one line
   */
  default String summary() {
    return description().summary();
  }

  /**
   * @return authors and year
   */
  default String source() {
    return description().source();
  }

  /**
   * @return what {@link #merge} has to be given
   */
  default Set<Need> needs() {
    return description().needs();
  }

  /**
   * @return what it costs, in few words: passes over the weights, decompositions, training
   */
  default String cost() {
    return description().cost();
  }

  /**
   * @return what it can be set by; by itself nothing
   */
  default Parameters parameters() {
    return Parameters.of();
  }

  /**
   * @param values new values of parameters by their names; the others stay
   * @return this method with those values
   * @throws BadInputException if it has no parameter of one of the names, or a value is not in its
   *     range
   */
  default Method with(Map<String, Double> values) {
    parameters().with(values);
    return this;
  }

  /**
   * Prepares the change that this method makes. What has to be known of whole networks is computed
   * now, the tensors when they are asked for.
   *
   * @param ingredients networks with the same tensors, and which of these to change
   * @return the change, to be applied at any strength to any weights with those tensors
   * @throws BadInputException if something is missing that {@link #needs} names, or tensors do not
   *     match; the message lists the first that do not
   */
  Merge merge(Ingredients ingredients);
}
