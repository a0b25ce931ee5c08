package rwskit.checkpoint;

import java.util.Optional;

/**
 * Which state dict of a file is meant, and which names its tensors are to have. Immutable.
 *
 * <p>Where nothing else is said, wrappers' names are taken off: {@code module.} of {@code
 * DataParallel}, {@code DistributedDataParallel} and {@code AveragedModel}, {@code _orig_mod.} of
 * {@code torch.compile}, those of FSDP, activation checkpoints and Fabric, wherever they stand
 * alone on their level, and {@code model.} and {@code net.} of training frameworks before all
 * names. Counters that a wrapper keeps beside ({@code n_averaged}) are no weights then.
 */
public final class StateDictChoice {
  private final Optional<String> key;
  private final boolean isKeyOptional;
  private final Optional<String> prefix;
  private final boolean isPrefixOptional;

  private StateDictChoice(
      Optional<String> key,
      boolean isKeyOptional,
      Optional<String> prefix,
      boolean isPrefixOptional) {
    this.key = key;
    this.isKeyOptional = isKeyOptional;
    this.prefix = prefix;
    this.isPrefixOptional = isPrefixOptional;
  }

  /**
   * @return the only one that the file has
   */
  public static StateDictChoice only() {
    return new StateDictChoice(Optional.empty(), false, Optional.empty(), false);
  }

  /**
   * @param key for instance {@code state_dict_ema}; {@code state.model} for {@code model} in the
   *     dict {@code state}; {@code state_dict.0} for the first of a list; {@code .} for the whole
   * @return the one that stands under a key
   */
  public StateDictChoice under(String key) {
    return new StateDictChoice(Optional.of(key), false, prefix, isPrefixOptional);
  }

  /**
   * @param key as for {@link #under}
   * @return the one that stands under a key, or, if the file has no keys, all of it
   */
  public StateDictChoice underOrBare(String key) {
    return new StateDictChoice(Optional.of(key), true, prefix, isPrefixOptional);
  }

  /**
   * @param prefix what stands before the names of the weights that are meant, to the last dot; if
   *     empty, names stay as they are
   * @return the weights below a prefix, without it; others are left out
   */
  public StateDictChoice below(String prefix) {
    return new StateDictChoice(key, isKeyOptional, Optional.of(dotted(prefix)), false);
  }

  /**
   * @param prefix as for {@link #below}
   * @return the same where a name has the prefix, and else all weights
   */
  public StateDictChoice belowOrAll(String prefix) {
    return new StateDictChoice(key, isKeyOptional, Optional.of(dotted(prefix)), true);
  }

  private static String dotted(String prefix) {
    return prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".";
  }

  Optional<String> key() {
    return key;
  }

  boolean isKeyOptional() {
    return isKeyOptional;
  }

  Optional<String> prefix() {
    return prefix;
  }

  boolean isPrefixOptional() {
    return isPrefixOptional;
  }

  TorchStateDict.Choice inPickle() {
    if (key.isEmpty()) {
      return TorchStateDict::only;
    }
    return isKeyOptional
        ? checkpoint -> checkpoint.underOrBare(key.get())
        : checkpoint -> checkpoint.under(key.get());
  }
}
