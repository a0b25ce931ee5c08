package rwskit.experiment;

import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;
import static rwskit.corruption.Corruption.SATURATE;

import java.util.List;
import rwskit.data.DrawnSet;
import rwskit.model.Architecture;
import rwskit.study.ModelSpec;

/** The constructed models of all tests; each is made when it is first asked for, and immutable. */
final class Made {
  private Made() {}

  /** Three corruptions; three seeds, or two of a ResNet. θ_c of contrast, seed 5, is bad. */
  static Constructed of(Architecture architecture) {
    return architecture.hasBatchNorm() ? ResNet.ONE : Vgg.ONE;
  }

  /** Of other images, with corruptions in another order, and of the seeds only the 5. */
  static Constructed other(Architecture architecture) {
    return architecture.hasBatchNorm() ? ResNetOther.ONE : VggOther.ONE;
  }

  private static final class Vgg {
    static final Constructed ONE = one(Architecture.VGG11, 150, 3L, 5L, 8L);
  }

  private static final class VggOther {
    static final Constructed ONE = another(Architecture.VGG11);
  }

  private static final class ResNet {
    static final Constructed ONE = one(Architecture.RESNET50, 100, 3L, 5L);
  }

  private static final class ResNetOther {
    static final Constructed ONE = another(Architecture.RESNET50);
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
