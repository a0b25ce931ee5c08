package rwskit.study;

import java.util.List;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.dataset.CheckpointRecipe;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.study.data.ClassSubset;
import rwskit.study.data.FewImages;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.LabelledData;
import rwskit.study.data.PretrainedOn;
import rwskit.study.data.StudyData;
import rwskit.study.data.WholeData;
import rwskit.training.Augmentation;
import rwskit.training.Recipe;

/**
 * Studies of CIFAR-10 with θ₀ from Tiny-ImageNet at 32 px, the nearest to the paper's ImageNet that
 * two cores train on, or from a published network.
 */
final class PhotographStudies {
  private static final int STRONGEST = Corruption.SEVERITIES;
  private static final List<Long> THREE = List.of(0L, 1L, 2L);

  /** Classes of CIFAR-10 that Tiny-ImageNet has too: automobile, bird, cat, dog, frog, ship. */
  private static final List<Integer> SHARED = List.of(1, 2, 3, 5, 6, 8);

  /**
   * Tiny-ImageNet's frogs, birds, dogs, cats, cars and ships, in the order of WordNet's numbers.
   */
  private static final List<Integer> SAME_KINDS =
      List.of(2, 3, 11, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 70, 94, 108, 115, 116, 153);

  /** As many that are of none of CIFAR-10's kinds: furniture, vessels, food, buildings, coasts. */
  private static final List<Integer> OTHER_KINDS =
      List.of(
          61, 69, 73, 83, 92, 98, 102, 126, 142, 144, 154, 156, 160, 168, 177, 179, 184, 188, 191,
          194, 198);

  /** Two of each of three families, so that a wrong signature can be one of the same family. */
  private static final List<Corruption> CARRIED =
      List.of(
          Corruption.GAUSSIAN_NOISE,
          Corruption.IMPULSE_NOISE,
          Corruption.GAUSSIAN_BLUR,
          Corruption.GLASS_BLUR,
          Corruption.CONTRAST,
          Corruption.ELASTIC_TRANSFORM);

  private PhotographStudies() {}

  /** A minute a model on one core, a quarter of an hour for θ₀. */
  static Study vgg11(String name, Scale scale) {
    return fromTinyImageNet(
        name,
        Network.of(Architecture.VGG11_BN).withWidthDivisor(4),
        Recipe.SHORT_PRETRAINING,
        THREE,
        scale);
  }

  /** Four minutes a model on one core, twenty for θ₀; seconds on a GPU. */
  static Study resNet20(String name, Scale scale) {
    return fromTinyImageNet(
        name,
        Network.of(Architecture.RESNET20),
        Recipe.SHORT_PRETRAINING.withEpochs(5),
        THREE,
        scale);
  }

  private static Study fromTinyImageNet(
      String name, Network network, Recipe pretraining, List<Long> seeds, Scale scale) {
    boolean quick = scale == Scale.QUICK;
    return new Study(
        name,
        new PretrainedOn(cifar10(), tinyImageNet()),
        network,
        new Pretraining.Training(
            quick ? pretraining.withEpochs(2).withLearningRate(.05f) : pretraining),
        quick ? Recipe.SHORT.withEpochs(1) : Recipe.SHORT,
        quick ? NamedStudies.AT_QUICK_SCALE : List.of(Corruption.values()),
        STRONGEST,
        quick ? List.of(0L) : seeds,
        1);
  }

  private static StudyData cifar10() {
    return new WholeData("cifar10", 0);
  }

  private static StudyData tinyImageNet() {
    return new WholeData("tiny-imagenet-32", 0);
  }

  /** θ₀ is a network that others trained and published, whose normalisation is ImageNet's. */
  static Study published(String name, Scale scale) {
    return new Study(
        name,
        cifar10(),
        Network.of(Architecture.RESNET20).withNormalization(Normalization.IMAGENET),
        new Pretraining.Checkpoint(CheckpointRecipe.named("cifar10-resnet20")),
        Recipe.SHORT.withEpochs(1).withLearningRate(.02f).withAugmentation(Augmentation.CROP_FLIP),
        scale == Scale.QUICK ? NamedStudies.AT_QUICK_SCALE : List.of(Corruption.values()),
        STRONGEST,
        List.of(0L),
        1);
  }

  /** Six classes of CIFAR-10, of which there are as many images as in the sets beside it. */
  static Study carriedCifar10(String name, Scale scale) {
    StudyData six = new ClassSubset(cifar10(), SHARED);
    StudyData few = new FewImages(six, new ImageCounts(32, 32, 0, 10_500, 6_000));
    return carried(name, new LabelledData(few, "CIFAR-10, six classes"), scale);
  }

  /** Classes of Tiny-ImageNet of the same kinds as those. */
  static Study carriedSameKinds(String name, Scale scale) {
    return carried(
        name,
        new LabelledData(
            new ClassSubset(tinyImageNet(), SAME_KINDS), "Tiny-ImageNet, CIFAR-10's kinds"),
        scale);
  }

  /** Classes of Tiny-ImageNet of other kinds. */
  static Study carriedOtherKinds(String name, Scale scale) {
    return carried(
        name,
        new LabelledData(
            new ClassSubset(tinyImageNet(), OTHER_KINDS), "Tiny-ImageNet, other kinds"),
        scale);
  }

  /** θ₀ is of the classes of Tiny-ImageNet that no set has: seconds a model. */
  private static Study carried(String name, StudyData data, Scale scale) {
    boolean quick = scale == Scale.QUICK;
    List<Integer> rest =
        IntStream.range(0, 200)
            .boxed()
            .filter(i -> !SAME_KINDS.contains(i) && !OTHER_KINDS.contains(i))
            .toList();
    return new Study(
        name,
        new PretrainedOn(
            data,
            new LabelledData(
                new ClassSubset(tinyImageNet(), rest), "Tiny-ImageNet's other classes")),
        Network.of(Architecture.VGG11_BN).withWidthDivisor(8).withClasses(data.classes()),
        new Pretraining.Training(Recipe.SHORT_PRETRAINING.withEpochs(quick ? 2 : 8)),
        Recipe.SHORT.withEpochs(quick ? 1 : 4),
        CARRIED,
        STRONGEST,
        quick ? List.of(0L) : THREE,
        1);
  }
}
