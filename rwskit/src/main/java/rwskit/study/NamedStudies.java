package rwskit.study;

import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.DEFOCUS_BLUR;
import static rwskit.corruption.Corruption.ELASTIC_TRANSFORM;
import static rwskit.corruption.Corruption.FOG;
import static rwskit.corruption.Corruption.GAUSSIAN_BLUR;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;
import static rwskit.corruption.Corruption.GLASS_BLUR;
import static rwskit.corruption.Corruption.IMPULSE_NOISE;
import static rwskit.corruption.Corruption.JPEG_COMPRESSION;
import static rwskit.corruption.Corruption.SNOW;
import static rwskit.corruption.Corruption.SPATTER;
import static rwskit.model.Architecture.RESNET50;
import static rwskit.model.Architecture.VGG16;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.dataset.CheckpointRecipe;
import rwskit.file.BadInputException;
import rwskit.file.Spelling;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.study.data.DrawnData;
import rwskit.study.data.FewImages;
import rwskit.study.data.GreyData;
import rwskit.study.data.HalvedData;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StudyData;
import rwskit.study.data.WholeData;
import rwskit.training.Recipe;

/** The studies that come with the kit. */
public final class NamedStudies {
  private static final int STRONGEST = Corruption.SEVERITIES;

  /** Two of each family: those that the notebooks name. */
  static final List<Corruption> AT_QUICK_SCALE =
      List.of(
          GAUSSIAN_NOISE,
          IMPULSE_NOISE,
          GAUSSIAN_BLUR,
          GLASS_BLUR,
          SNOW,
          SPATTER,
          CONTRAST,
          JPEG_COMPRESSION);

  /** Of every family some; saturate does nothing to grey images. */
  private static final List<Corruption> IN_GREY =
      List.of(
          GAUSSIAN_NOISE,
          IMPULSE_NOISE,
          DEFOCUS_BLUR,
          GLASS_BLUR,
          SNOW,
          FOG,
          CONTRAST,
          ELASTIC_TRANSFORM,
          JPEG_COMPRESSION);

  private static final Map<String, Function<Scale, Study>> STUDIES =
      Map.ofEntries(
          Map.entry("shapes", scale -> drawn("shapes", DrawnSet.SHAPES, scale)),
          Map.entry("textures", scale -> drawn("textures", DrawnSet.TEXTURES, scale)),
          Map.entry("cifar10-vgg16-quarter", NamedStudies::cifar10Quarter),
          Map.entry("cifar10-grey", NamedStudies::greyPhotographs),
          Map.entry("fashion-mnist-grey", NamedStudies::greyClothes),
          named("photographs-vgg11-bn-quarter", PhotographStudies::vgg11),
          named("photographs-resnet20", PhotographStudies::resNet20),
          named("published-resnet20", PhotographStudies::published),
          named("transfer-cifar10", PhotographStudies::carriedCifar10),
          named("transfer-same-kinds", PhotographStudies::carriedSameKinds),
          named("transfer-other-kinds", PhotographStudies::carriedOtherKinds),
          Map.entry(
              "cifar10-vgg16",
              scale -> paper("cifar10", VGG16, Normalization.CIFAR10, Recipe.PAPER_CIFAR, scale)),
          Map.entry(
              "cifar100-vgg16",
              scale -> paper("cifar100", VGG16, Normalization.CIFAR100, Recipe.PAPER_CIFAR, scale)),
          Map.entry("tinyimagenet-vgg16", scale -> paperTinyImageNet(VGG16, scale)),
          Map.entry("tinyimagenet-resnet50", scale -> paperTinyImageNet(RESNET50, scale)));

  private NamedStudies() {}

  private static Map.Entry<String, Function<Scale, Study>> named(
      String name, BiFunction<String, Scale, Study> study) {
    return Map.entry(name, scale -> study.apply(name, scale));
  }

  /**
   * @return their names, sorted
   */
  public static List<String> names() {
    return List.copyOf(new TreeMap<>(STUDIES).keySet());
  }

  /**
   * @param name one of {@link #names()}, in upper or lower case
   * @param scale how large it is to be
   * @return the study
   * @throws BadInputException if there is none of that name; the message lists those there are
   */
  public static Study get(String name, Scale scale) {
    return Spelling.meant(name, names())
        .map(meant -> STUDIES.get(meant).apply(scale))
        .orElseThrow(
            () ->
                new BadInputException(
                    "no study named %s; there are %s%s"
                        .formatted(
                            name, String.join(", ", names()), Spelling.suggestion(name, names()))));
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
        quick ? AT_QUICK_SCALE : List.of(Corruption.values()),
        STRONGEST,
        quick ? List.of(0L, 1L) : List.of(0L, 1L, 2L),
        1);
  }

  /**
   * VGG-16 at a quarter of the width on CIFAR-10: θ₀ from one half of the training images, the
   * other half for fine-tuning. About two minutes a model on one core.
   */
  private static Study cifar10Quarter(Scale scale) {
    return small(
        "cifar10-vgg16-quarter",
        new HalvedData("cifar10", 0),
        VGG16,
        List.of(Corruption.values()),
        scale);
  }

  private static Study greyPhotographs(Scale scale) {
    StudyData photographs = new HalvedData("cifar10", 0);
    return grey("cifar10-grey", photographs, photographs, scale);
  }

  /** As many images of clothes as there are photographs. */
  private static Study greyClothes(Scale scale) {
    StudyData photographs = new HalvedData("cifar10", 0);
    ImageCounts counts = photographs.counts();
    StudyData clothes =
        new FewImages(
            new WholeData("fashion-mnist", 0),
            new ImageCounts(28, 28, 0, counts.fineTuning(), counts.test()));
    return grey("fashion-mnist-grey", clothes, photographs, scale);
  }

  /**
   * Unlike data sets with one θ₀, for transfer: VGG-11 at a quarter of the width, θ₀ from grey
   * photographs. About a minute a model on one core.
   */
  private static Study grey(String name, StudyData images, StudyData photographs, Scale scale) {
    return small(name, new GreyData(images, photographs), Architecture.VGG11, IN_GREY, scale);
  }

  /**
   * A network at a quarter of the width on photographs, by the recipes for small scale: θ₀ is
   * trained too.
   */
  private static Study small(
      String name,
      StudyData data,
      Architecture architecture,
      List<Corruption> corruptions,
      Scale scale) {
    boolean quick = scale == Scale.QUICK;
    return new Study(
        name,
        data,
        Network.of(architecture).withWidthDivisor(4),
        new Pretraining.Training(
            quick
                ? Recipe.SMALL_CIFAR_PRETRAINING.withEpochs(3).withMilestones(2)
                : Recipe.SMALL_CIFAR_PRETRAINING),
        quick ? Recipe.SMALL_CIFAR.withEpochs(1) : Recipe.SMALL_CIFAR,
        corruptions,
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
