package rwskit.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Sha256;
import rwskit.file.Spelling;

/**
 * The weights of one network: tensor names in order, each with its tensor, as PyTorch's {@code
 * state_dict()}. Immutable; a tensor's elements may stay in the file that they came from. Any
 * number of threads may read it at once.
 */
public final class StateDict {
  private final Map<String, Tensor> tensors;
  private final Map<String, String> unreadable;

  /** Names, the unreadable too, as the file has them; empty if all can be read. */
  private final List<String> order;

  /** Taken when first asked for, as all elements are read for it. */
  private volatile String sha256;

  private StateDict(
      LinkedHashMap<String, Tensor> tensors, Map<String, String> unreadable, List<String> order) {
    this.tensors = Collections.unmodifiableMap(tensors);
    this.unreadable = unreadable;
    this.order = order;
  }

  /**
   * @param tensors names and tensors; the map's order is kept
   * @return a state dict with a copy of the map
   */
  public static StateDict of(Map<String, Tensor> tensors) {
    return new StateDict(new LinkedHashMap<>(tensors), Map.of(), List.of());
  }

  /**
   * @param types names of tensors that the file has and this state dict lacks, as they are of types
   *     that {@link DType} lacks, each with its type
   * @param order the names of all tensors, those too, as the file has them
   * @return this state dict, which refuses those tensors by name and type where they are asked for
   */
  public StateDict withUnreadable(Map<String, String> types, List<String> order) {
    Map<String, String> sorted = new LinkedHashMap<>();
    List<String> before = new ArrayList<>();
    for (String name : order) {
      if (types.containsKey(name)) {
        sorted.put(name, types.get(name));
        before.add(name);
      } else if (tensors.containsKey(name)) {
        before.add(name);
      }
    }
    return new StateDict(
        new LinkedHashMap<>(tensors), Collections.unmodifiableMap(sorted), List.copyOf(before));
  }

  /**
   * @return the names of the tensors and of the {@linkplain #unreadable unreadable} ones, in the
   *     file's order
   */
  public List<String> allNames() {
    return unreadable.isEmpty() ? List.copyOf(names()) : order;
  }

  /**
   * @param last the name of a tensor
   * @return the names of those {@linkplain #unreadable unreadable} tensors that stand before it in
   *     the file
   */
  public List<String> unreadableBefore(String last) {
    int end = order.indexOf(last);
    return order.subList(0, Math.max(0, end)).stream().filter(unreadable::containsKey).toList();
  }

  /**
   * @return names of tensors that could not be read, each with its type; no part of the weights
   */
  public Map<String, String> unreadable() {
    return unreadable;
  }

  /**
   * @return the tensors' names, in order
   */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * @param name a tensor's name
   * @return whether there is such a tensor
   */
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /**
   * @param name a tensor's name
   * @return the tensor
   * @throws BadInputException if there is none of that name, and the message lists the first of
   *     those there are, or if it is {@linkplain #unreadable unreadable}
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null && unreadable.containsKey(name)) {
      throw new BadInputException(
          "tensor %s is of type %s; only %s can be read"
              .formatted(name, unreadable.get(name), Arrays.toString(DType.values())));
    }
    if (tensor == null) {
      throw new BadInputException(
          "no tensor named %s; there are %s%s"
              .formatted(name, FirstFew.of(names(), ", "), Spelling.suggestion(name, names())));
    }
    return tensor;
  }

  /**
   * @return names and tensors, in order, unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * @param name the name of a tensor, new or present
   * @param tensor its value
   * @return this state dict with that tensor replaced in its place, or added at the end
   */
  public StateDict with(String name, Tensor tensor) {
    LinkedHashMap<String, Tensor> copy = new LinkedHashMap<>(tensors);
    copy.put(name, tensor);
    Map<String, String> others = new LinkedHashMap<>(unreadable);
    others.remove(name);
    return new StateDict(copy, Collections.unmodifiableMap(others), order);
  }

  /**
   * @param names which tensors to keep
   * @return those tensors, in this state dict's order
   * @throws BadInputException if one of the names is missing here
   */
  public StateDict only(Collection<String> names) {
    names.forEach(this::get);
    LinkedHashMap<String, Tensor> kept = new LinkedHashMap<>(tensors);
    kept.keySet().retainAll(names);
    return new StateDict(kept, Map.of(), List.of());
  }

  /**
   * @return the number of elements in all tensors together
   */
  public long elementCount() {
    return tensors.values().stream().mapToLong(Tensor::size).sum();
  }

  /**
   * Demands that another state dict has tensors of the same names, types and shapes.
   *
   * @param role what this one is, for the message ("pretrained")
   * @param other the other one
   * @param otherRole what the other one is, for the message ("robust")
   * @throws BadInputException if they differ; the message lists the first tensors that do
   */
  public void requireSameTensors(String role, StateDict other, String otherRole) {
    List<String> differences = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          Tensor twin = other.tensors.get(name);
          if (twin == null) {
            differences.add(other.absence(name, otherRole));
          } else if (tensor.dtype() != twin.dtype()
              || !Arrays.equals(tensor.shape(), twin.shape())) {
            differences.add(
                "%s is %s in the %s and %s in the %s weights"
                    .formatted(name, tensor, role, twin, otherRole));
          }
        });
    for (String name : other.names()) {
      if (!tensors.containsKey(name)) {
        differences.add(absence(name, role));
      }
    }
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "the %s and the %s weights do not match: %s"
              .formatted(role, otherRole, FirstFew.of(differences, "; ")));
    }
  }

  /**
   * Demands that a change can be applied to these weights: that they have its tensors, in its
   * shapes and of floating-point numbers of any type.
   *
   * @param change tensors that are to be added to those of the same names, or put in their place
   * @param what the change is, for the message ("change")
   * @param role what its tensors stand in, for the message ("signature")
   * @throws BadInputException if one of them does not fit; the message lists the first that do not
   */
  public void requireFits(StateDict change, String what, String role) {
    List<String> misfits = new ArrayList<>();
    change.tensors.forEach(
        (name, tensor) -> {
          Tensor target = tensors.get(name);
          if (target == null) {
            misfits.add(absence(name, "base"));
          } else if (!Arrays.equals(target.shape(), tensor.shape())
              || !target.dtype().isFloatingPoint()) {
            misfits.add(
                "%s is %s in the base and %s in the %s".formatted(name, target, tensor, role));
          }
        });
    if (!misfits.isEmpty()) {
      throw new BadInputException(
          "the %s does not fit the base: %s".formatted(what, FirstFew.of(misfits, "; ")));
    }
  }

  /**
   * Says why a tensor is not among these.
   *
   * @param name the name of a tensor that these weights lack
   * @param role what these weights are ("robust")
   * @return that the tensor is missing, or of which type that cannot be read
   */
  public String absence(String name, String role) {
    return unreadable.containsKey(name)
        ? "%s is of type %s in the %s weights, which cannot be read"
            .formatted(name, unreadable.get(name), role)
        : "%s is missing in the %s weights".formatted(name, role);
  }

  /**
   * A fingerprint of names, types, shapes and elements in order, independent of the file format.
   *
   * @return SHA-256 as 64 hexadecimal digits
   */
  public String sha256() {
    if (sha256 == null) {
      sha256 = fingerprint();
    }
    return sha256;
  }

  private String fingerprint() {
    Sha256 sha = new Sha256();
    // Type and shape fix the number of bytes, so no two state dicts give the same stream.
    tensors.forEach(
        (name, tensor) ->
            sha.add((name + '\0' + tensor + '\0').getBytes(UTF_8)).add(tensor.bytes()));
    return sha.hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateDict that
        && List.copyOf(names()).equals(List.copyOf(that.names()))
        && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  /**
   * @return the number of tensors and elements
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "StateDict of %d tensors, %,d elements", tensors.size(), elementCount());
  }
}
