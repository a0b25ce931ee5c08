package rwskit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.file.BadInputException;
import rwskit.model.Normalization;

/** {@code --normalization}: by a data set's name, or its six numbers. */
final class NormalizationName {
  /** What the option's description says of its value. */
  static final String VALUES =
      "cifar10, cifar100, tiny-imagenet, imagenet or none, or six numbers with commas, the means of"
          + " red, green and blue and then what they are divided by";

  private static final Map<String, Normalization> NAMED =
      new TreeMap<>(
          Map.of(
              "none", Normalization.NONE,
              "cifar10", Normalization.CIFAR10,
              "cifar100", Normalization.CIFAR100,
              "tiny-imagenet", Normalization.TINY_IMAGENET,
              "imagenet", Normalization.IMAGENET));

  private NormalizationName() {}

  /**
   * @param value as given
   * @throws BadInputException if it is neither a name nor six numbers that can be
   */
  static Normalization parse(String value) {
    Normalization named = NAMED.get(value);
    return named != null ? named : ofNumbers(value);
  }

  /** The option that commands need for a network of this normalisation. */
  static String option(Normalization normalization) {
    String value =
        NAMED.entrySet().stream()
            .filter(named -> named.getValue().equals(normalization))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(
                () ->
                    Stream.concat(normalization.mean().stream(), normalization.std().stream())
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")));
    return "--normalization " + value;
  }

  private static Normalization ofNumbers(String value) {
    String[] parts = value.split(",");
    List<Float> numbers = new ArrayList<>();
    try {
      for (String part : parts) {
        numbers.add(Float.parseFloat(part.strip()));
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(expected(value), e);
    }
    if (numbers.size() != 6) {
      throw new BadInputException(expected(value));
    }
    return new Normalization(numbers.subList(0, 3), numbers.subList(3, 6));
  }

  /** What is said where the option is missing or wrong. */
  static String expected(String found) {
    return "--normalization: one of %s or six numbers with commas were expected; found %s"
        .formatted(String.join(", ", NAMED.keySet()), found);
  }
}
