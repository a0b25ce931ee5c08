package rwskit.corruption;

import java.util.List;

/**
 * The benchmark's parameters of one corruption, as in the programs that made the published files
 * ({@code hendrycks/robustness} on GitHub, folder {@code ImageNet-C}).
 *
 * @param cifar of severities 1 to 5 for {@link Variant#CIFAR}, from {@code
 *     create_c/make_cifar_c.py}
 * @param tiny likewise for {@link Variant#TINY}, from {@code create_c/make_tinyimagenet_c.py}
 * @param imagenet likewise for {@link Variant#IMAGENET}, from {@code
 *     imagenet_c/imagenet_c/corruptions.py}
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
