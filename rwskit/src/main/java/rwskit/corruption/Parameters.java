package rwskit.corruption;

import java.util.List;

/**
 * The benchmark's parameters of one corruption.
 *
 * @param cifar of severities 1 to 5 for {@link Variant#CIFAR}
 * @param tiny likewise for {@link Variant#TINY}
 * @param imagenet likewise for {@link Variant#IMAGENET}
 * @param <T> a number, or a record where there are several to a severity
 */
record Parameters<T>(List<T> cifar, List<T> tiny, List<T> imagenet) {
  T at(Setting setting) {
    List<T> severities =
        switch (setting.variant()) {
          case CIFAR -> cifar;
          case TINY -> tiny;
          case IMAGENET -> imagenet;
        };
    return severities.get(setting.severity() - 1);
  }
}
