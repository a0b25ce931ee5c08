package rwskit.experiment;

import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;
import static rwskit.corruption.Corruption.SATURATE;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import rwskit.data.DrawnSet;
import rwskit.model.Architecture;
import rwskit.study.ModelSpec;

/** The constructed models of all tests; each is made when it is first asked for, and immutable. */
final class Made {
  private Made() {}

  private static final Map<Architecture, Constructed> ONES = new ConcurrentHashMap<>();
  private static final Map<Architecture, Constructed> OTHERS = new ConcurrentHashMap<>();

  /** Three corruptions; three seeds, or two of a ResNet. θ_c of contrast, seed 5, is bad. */
  static Constructed of(Architecture architecture) {
    return ONES.computeIfAbsent(
        architecture,
        of -> of == Architecture.RESNET50 ? one(of, 60, 3L, 5L) : one(of, 150, 3L, 5L, 8L));
  }

  /** Of other images, with corruptions in another order, and of the seeds only the 5. */
  static Constructed other(Architecture architecture) {
    return OTHERS.computeIfAbsent(architecture, Made::another);
  }

  private static Constructed one(Architecture architecture, int images, Long... seeds) {
    return Constructed.of(
        architecture,
        DrawnSet.SHAPES,
        images,
        7,
        List.of(ModelSpec.robust(CONTRAST, 5)),
        List.of(GAUSSIAN_NOISE, BRIGHTNESS, CONTRAST),
        seeds);
  }

  private static Constructed another(Architecture architecture) {
    return Constructed.of(
        architecture,
        DrawnSet.TEXTURES,
        20,
        11,
        List.of(),
        List.of(CONTRAST, SATURATE, GAUSSIAN_NOISE, BRIGHTNESS),
        11L,
        5L);
  }
}
