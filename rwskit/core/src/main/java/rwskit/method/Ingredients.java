package rwskit.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * What a {@link Method} works on: networks of one architecture, and which of their tensors to
 * change.
 *
 * @param pretrained θ₀, if there is one
 * @param standard θ_std
 * @param robust θ_c of each corruption, in order; none for methods that need none
 * @param chosen the tensors to change; empty for all that a method changes: every floating-point
 *     parameter, without the head if θ₀'s is another
 */
public record Ingredients(
    Optional<StateDict> pretrained,
    StateDict standard,
    List<StateDict> robust,
    Optional<List<String>> chosen) {
  /**
   * @throws BadInputException if θ_std lacks one of the chosen tensors
   */
  public Ingredients {
    robust = List.copyOf(robust);
    chosen = chosen.map(List::copyOf);
    chosen.ifPresent(names -> names.forEach(standard::get));
  }

  /**
   * @param standard θ_std
   * @return it alone, with all tensors to change; a method then refuses weights that are
   *     {@linkplain StateDict#unreadable unreadable}, and passes over other such tensors
   */
  public static Ingredients of(StateDict standard) {
    return new Ingredients(Optional.empty(), standard, List.of(), Optional.empty());
  }

  /**
   * @param weights θ₀
   * @return these with that θ₀
   */
  public Ingredients withPretrained(StateDict weights) {
    return new Ingredients(Optional.of(weights), standard, robust, chosen);
  }

  /**
   * @param networks θ_c of each corruption, in place of any that there were
   * @return these with those networks
   */
  public Ingredients withRobust(StateDict... networks) {
    return withRobust(List.of(networks));
  }

  /**
   * @param networks θ_c of each corruption, in place of any that there were
   * @return these with those networks
   */
  public Ingredients withRobust(List<StateDict> networks) {
    return new Ingredients(pretrained, standard, networks, chosen);
  }

  /**
   * @param count how many layers to change, from the input on; see {@link Layers}
   * @return these with the tensors of those layers chosen
   * @throws BadInputException if there are fewer layers or the network is of an unknown family
   */
  public Ingredients firstLayers(int count) {
    return only(Layers.first(standard, count));
  }

  /**
   * @param names the tensors to change
   * @return these with those tensors chosen
   * @throws BadInputException if θ_std lacks one of them
   */
  public Ingredients only(Collection<String> names) {
    return new Ingredients(
        pretrained, standard, robust, Optional.of(names.stream().distinct().toList()));
  }

  /**
   * @return all networks: θ₀ if there is one, θ_std, θ_c of each corruption
   */
  public List<StateDict> networks() {
    List<StateDict> all = new ArrayList<>(pretrained.stream().toList());
    all.add(standard);
    all.addAll(robust);
    return List.copyOf(all);
  }

  /** The tensors to change, of parameters, after all that is needed was found to match. */
  List<String> parameters(Set<Need> needs) {
    return names(needs, name -> !isRunningStatistic(name));
  }

  /** As {@link #parameters}, running statistics too. */
  List<String> parametersAndStatistics(Set<Need> needs) {
    return names(needs, name -> true);
  }

  StateDict requirePretrained() {
    return pretrained.orElseThrow(
        () ->
            new BadInputException("the pretrained weights θ₀ are missing; this method needs them"));
  }

  /** θ_c − θ₀ of one tensor, for each corruption. */
  TaskVectors taskVectors(String name) {
    return differences(requirePretrained(), name);
  }

  /** The differences of one tensor to that of some origin. */
  TaskVectors differences(StateDict origin, String name) {
    return new TaskVectors(
        origin.get(name), robust.stream().map(network -> network.get(name)).toList());
  }

  private static boolean isRunningStatistic(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  private List<String> names(Set<Need> needs, Predicate<String> isTaken) {
    require(needs);
    List<String> names = chosen.orElseGet(() -> all(needs).stream().filter(isTaken).toList());
    requireMatch(names, needs);
    return names;
  }

  private List<String> all(Set<Need> needs) {
    // Left as it is beside changed ones, a weight would make a network that no method means.
    Layers.unreadable(standard).forEach(standard::get);
    List<String> all =
        standard.names().stream()
            .filter(name -> standard.get(name).dtype().isFloatingPoint())
            .toList();
    if (!needs.contains(Need.PRETRAINED)
        || all.stream().allMatch(name -> fits(requirePretrained(), name))) {
      return all;
    }
    // Only now, as networks may have no layers that can be told.
    Set<String> body = Layers.withoutHead(standard).names();
    return all.stream()
        .filter(name -> body.contains(name) || fits(requirePretrained(), name))
        .toList();
  }

  private boolean fits(StateDict weights, String name) {
    Tensor twin = weights.tensors().get(name);
    return twin != null && Arrays.equals(twin.shape(), standard.get(name).shape());
  }

  private void require(Set<Need> needs) {
    if (needs.contains(Need.PRETRAINED)) {
      requirePretrained();
    }
    int count = robust.size();
    if (needs.contains(Need.ROBUST) && count < 1
        || needs.contains(Need.ONE_ROBUST) && count != 1
        || needs.contains(Need.SEVERAL_ROBUST) && count < 2) {
      throw new BadInputException(
          "%s robust networks θ_c; this method takes %s"
              .formatted(
                  count,
                  needs.stream().filter(need -> need.name().contains("ROBUST")).findFirst().get()));
    }
  }

  private void requireMatch(List<String> names, Set<Need> needs) {
    List<String> misfits = new ArrayList<>();
    for (String name : names) {
      Tensor tensor = standard.get(name);
      if (!tensor.dtype().isFloatingPoint()) {
        misfits.add("%s is %s, which cannot be changed".formatted(name, tensor));
      }
      if (needs.contains(Need.PRETRAINED)) {
        misfit(name, requirePretrained(), "pretrained").ifPresent(misfits::add);
      }
      for (int i = 0; i < robust.size(); i++) {
        String role = robust.size() == 1 ? "robust" : "robust (number %s)".formatted(i + 1);
        misfit(name, robust.get(i), role).ifPresent(misfits::add);
      }
    }
    if (names.isEmpty()) {
      misfits.add("there is no floating-point tensor");
    }
    if (!misfits.isEmpty()) {
      throw new BadInputException("these networks cannot be merged: " + FirstFew.of(misfits, "; "));
    }
  }

  private Optional<String> misfit(String name, StateDict weights, String role) {
    Tensor twin = weights.tensors().get(name);
    Tensor tensor = standard.get(name);
    if (twin == null) {
      return Optional.of(weights.absence(name, role));
    }
    if (!Arrays.equals(twin.shape(), tensor.shape()) || !twin.dtype().isFloatingPoint()) {
      return Optional.of(
          "%s is %s in the standard and %s in the %s weights".formatted(name, tensor, twin, role));
    }
    return Optional.empty();
  }
}
