package rwskit.signature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * The order of the modules in a module. PyTorch's state dicts have it; some writers sort tensors by
 * name, and then only names can tell: numbers count up, stems come first and heads last, a
 * normalisation follows the convolution of its number.
 */
final class NetworkOrder {
  private static final Pattern NAME = Pattern.compile("(.*?)_?(\\d{0,9})");

  /** As VGG's convolutions are numbered by block and place in it: conv3_2. */
  private static final Pattern TWO_NUMBERS = Pattern.compile("(\\D+)(\\d{1,4})_(\\d{1,4})");

  private static final int MOST_IN_BLOCK = 10_000;
  private static final Pattern STEM = Pattern.compile("stem|(patch_|conv_|.*)(stem|embed.*)");
  private static final Pattern NORMALISATION = Pattern.compile("bn|norm|gn|ln|batch_?norm");
  private static final Pattern BRANCH = Pattern.compile("downsample|shortcut|skip.*|residual");

  private static final Pattern MEMBER = Pattern.compile("(?:layer)?(\\d{1,9})");

  private NetworkOrder() {}

  /**
   * A module with the place that its name gives it.
   *
   * @param rank 0 stems, 1 numbered convolutions and normalisations, 2 others, 3 final
   *     normalisations and branches past a block, 4 heads
   */
  private record Named(ModuleTree module, int rank, String word, int number) {
    static final Comparator<Named> ORDER =
        Comparator.comparingInt(Named::rank)
            .thenComparing(named -> named.rank == 1 ? "" : named.word)
            .thenComparingInt(Named::number)
            .thenComparing(named -> !named.word.startsWith("conv"));

    static Named of(ModuleTree module) {
      Matcher two = TWO_NUMBERS.matcher(module.name());
      if (two.matches()) {
        int number =
            Integer.parseInt(two.group(2)) * MOST_IN_BLOCK + Integer.parseInt(two.group(3));
        return new Named(module, rankOf(two.group(1), module.name(), true), two.group(1), number);
      }
      Matcher matcher = NAME.matcher(module.name());
      String word = matcher.matches() ? matcher.group(1) : module.name();
      boolean numbered = matcher.matches() && !matcher.group(2).isEmpty();
      int number = numbered ? Integer.parseInt(matcher.group(2)) : -1;
      return new Named(module, rankOf(word, module.name(), numbered), word, number);
    }

    private static int rankOf(String word, String name, boolean numbered) {
      if (STEM.matcher(word).matches()) {
        return 0;
      }
      if (word.equals("conv") || numbered && NORMALISATION.matcher(word).matches()) {
        return 1;
      }
      if (Blocks.isHead(name)) {
        return 4;
      }
      return NORMALISATION.matcher(word).matches() || BRANCH.matcher(word).matches() ? 3 : 2;
    }
  }

  /**
   * @return the modules in a module that is taken apart into blocks, from the input on
   * @throws BadInputException if they are sorted by name and the names do not tell their order
   */
  static Collection<ModuleTree> of(StateDict weights, ModuleTree module) {
    if (isKept(weights)) {
      return module.children();
    }
    List<Named> named = sorted(module.children());
    List<String> unplaced = unplaced(weights, named);
    if (!unplaced.isEmpty()) {
      throw new BadInputException(
          "the tensors are sorted by name, and the names do not tell where %s come in the network:"
                  .formatted(String.join(", ", unplaced))
              + " choose tensors by name (extract --tensors), or take a file in the network's order,"
              + " PyTorch's own");
    }
    return named.stream().map(Named::module).toList();
  }

  /** The tensors of a block; their order decides nothing but how they are listed. */
  static List<String> tensors(StateDict weights, Collection<String> names) {
    if (isKept(weights)) {
      return List.copyOf(names);
    }
    List<String> tensors = new ArrayList<>();
    addSorted(ModuleTree.of(weights, names), tensors);
    return tensors;
  }

  private static void addSorted(ModuleTree module, List<String> tensors) {
    module.own().stream()
        .sorted(Comparator.comparing(name -> !name.endsWith("weight")))
        .forEach(tensors::add);
    sorted(module.children()).forEach(child -> addSorted(child.module, tensors));
  }

  private static List<Named> sorted(Collection<ModuleTree> modules) {
    return modules.stream().map(Named::of).sorted(Named.ORDER).toList();
  }

  private static List<String> unplaced(StateDict weights, List<Named> modules) {
    TreeSet<String> words = new TreeSet<>();
    List<String> unplaced = new ArrayList<>();
    for (Named each : modules) {
      if (each.rank == 2) {
        words.add(each.word);
      }
      if (each.rank == 1 && !each.word.equals("conv") && !fits(weights, each, modules)) {
        unplaced.add(each.module.path());
      }
    }
    if (words.size() > 1) {
      modules.stream()
          .filter(each -> each.rank == 2)
          .forEach(each -> unplaced.add(each.module.path()));
    }
    return unplaced;
  }

  /** A normalisation has as many channels as the convolution of its number gives. */
  private static boolean fits(StateDict weights, Named normalisation, List<Named> modules) {
    Optional<Long> channels =
        normalisation.module.tensors().findFirst().map(name -> weights.get(name).shape()[0]);
    return modules.stream()
        .filter(each -> each.word.equals("conv") && each.number == normalisation.number)
        .flatMap(each -> each.module.tensors())
        .filter(name -> Parameters.isConvolution(name, weights.get(name)))
        .reduce((first, last) -> last)
        .map(name -> weights.get(name).shape()[0])
        .equals(channels);
  }

  /** Whether the state dict has its modules' order: numbers count up, weights precede biases. */
  private static boolean isKept(StateDict weights) {
    return !isDescending(ModuleTree.of(weights, weights.names()));
  }

  private static boolean isDescending(ModuleTree module) {
    List<String> leaves = module.own().stream().map(Parameters::leaf).toList();
    int bias = leaves.indexOf("bias");
    if (bias >= 0 && bias < leaves.indexOf("weight")) {
      return true;
    }
    int before = -1;
    for (ModuleTree child : module.children()) {
      OptionalInt place = place(child.name());
      if (place.isPresent() && place.getAsInt() < before) {
        return true;
      }
      before = place.orElse(before);
    }
    return module.children().stream().anyMatch(NetworkOrder::isDescending);
  }

  /** The place of a member of a sequence, of a ResNet's stem or of one of its stages. */
  private static OptionalInt place(String name) {
    if (name.equals("conv1")) {
      return OptionalInt.of(0);
    }
    Matcher matcher = MEMBER.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
