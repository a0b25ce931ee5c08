package rwskit.study;

import static rwskit.model.Architecture.RESNET50;
import static rwskit.model.Architecture.VGG16;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.recipe.CheckpointRecipe;
import rwskit.training.Recipe;

/** The studies that come with the kit. */
public final class NamedStudies {
  private static final int STRONGEST = Corruption.SEVERITIES;
  private static final Map<String, Function<Scale, Study>> STUDIES =
      Map.of(
          "shapes", scale -> drawn("shapes", DrawnSet.SHAPES, scale),
          "textures", scale -> drawn("textures", DrawnSet.TEXTURES, scale),
          "cifar10-vgg16-quarter", NamedStudies::cifar10Quarter,
          "cifar10-vgg16",
              scale -> paper("cifar10", VGG16, Normalization.CIFAR10, Recipe.PAPER_CIFAR, scale),
          "cifar100-vgg16",
              scale -> paper("cifar100", VGG16, Normalization.CIFAR100, Recipe.PAPER_CIFAR, scale),
          "tinyimagenet-vgg16", scale -> paperTinyImageNet(VGG16, scale),
          "tinyimagenet-resnet50", scale -> paperTinyImageNet(RESNET50, scale));

  private NamedStudies() {}

  /**
   * @return their names, sorted
   */
  public static List<String> names() {
    return List.copyOf(new TreeMap<>(STUDIES).keySet());
  }

  /**
   * @param name one of {@link #names()}
   * @param scale how large it is to be
   * @return the study
   * @throws BadInputException if there is none of that name; the message lists those there are
   */
  public static Study get(String name, Scale scale) {
    Function<Scale, Study> study = STUDIES.get(name);
    if (study == null) {
      throw new BadInputException(
          "no study named %s; there are %s".formatted(name, String.join(", ", names())));
    }
    return study.apply(scale);
  }

  /** VGG-11 at an eighth of the width on drawn images: seconds a model. */
  private static Study drawn(String name, DrawnSet set, Scale scale) {
    boolean quick = scale == Scale.QUICK;
    // Drawn images fill the range evenly, so their normalisation is the plain one.
    Network network =
        Network.of(Architecture.VGG11)
            .withWidthDivisor(8)
            .withNormalization(
                new Normalization(List.of(.5f, .5f, .5f), List.of(.25f, .25f, .25f)));
    return new Study(
        name,
        quick ? new DrawnData(set, 12000, 2000, 200, 0) : new DrawnData(set, 16000, 6000, 1000, 0),
        network,
        new Pretraining.Training(
            quick
                // At the usual rate so few steps may not leave the level of chance.
                ? Recipe.DRAWN_PRETRAINING.withEpochs(8).withMilestones(6).withLearningRate(.02f)
                : Recipe.DRAWN_PRETRAINING),
        Recipe.DRAWN,
        List.of(Corruption.values()),
        STRONGEST,
        quick ? List.of(0L, 1L) : List.of(0L, 1L, 2L),
        1);
  }

  /**
   * VGG-16 at a quarter of the width on CIFAR-10: θ₀ from one half of the training images, the
   * other half for fine-tuning. About two minutes a model on one core.
   */
  private static Study cifar10Quarter(Scale scale) {
    boolean quick = scale == Scale.QUICK;
    return new Study(
        "cifar10-vgg16-quarter",
        new HalvedData("cifar10", 0),
        Network.of(VGG16).withWidthDivisor(4),
        new Pretraining.Training(
            quick
                ? Recipe.SMALL_CIFAR_PRETRAINING.withEpochs(3).withMilestones(2)
                : Recipe.SMALL_CIFAR_PRETRAINING),
        quick ? Recipe.SMALL_CIFAR.withEpochs(1) : Recipe.SMALL_CIFAR,
        List.of(Corruption.values()),
        STRONGEST,
        List.of(0L),
        1);
  }

  private static Study paperTinyImageNet(Architecture architecture, Scale scale) {
    return paper(
        "tiny-imagenet",
        architecture,
        Normalization.TINY_IMAGENET,
        Recipe.PAPER_TINY_IMAGENET,
        scale);
  }

  /**
   * A row of the paper's main table: full width, θ₀ torchvision's of ImageNet, all training images,
   * a tenth of them for validation. Quick, it is a single epoch.
   */
  private static Study paper(
      String data, Architecture architecture, Normalization inside, Recipe recipe, Scale scale) {
    WholeData images = new WholeData(data, 0);
    return new Study(
        data.replace("-", "") + "-" + architecture.torchName(),
        images,
        Network.of(architecture).withClasses(images.classes()).withNormalization(inside),
        new Pretraining.Checkpoint(
            architecture == RESNET50 ? CheckpointRecipe.resNet50() : CheckpointRecipe.vgg16()),
        scale == Scale.QUICK ? recipe.withEpochs(1).withMilestones() : recipe,
        List.of(Corruption.values()),
        STRONGEST,
        List.of(0L),
        1);
  }
}
