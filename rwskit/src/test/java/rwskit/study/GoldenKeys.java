package rwskit.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.dataset.CheckpointRecipe;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.store.ModelKey;
import rwskit.study.data.DrawnData;
import rwskit.study.data.FewImages;
import rwskit.study.data.GreyData;
import rwskit.study.data.HalvedData;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StandInData;
import rwskit.study.data.StudyData;
import rwskit.study.data.WholeData;
import rwskit.training.Augmentation;
import rwskit.training.Recipe;

/**
 * The keys of many models, in the form of {@code keys/golden.tsv}. Also a program, which prints
 * them: those of a data set on disk as well.
 */
public final class GoldenKeys {
  private static final ModelSpec START = ModelSpec.pretrained();
  private static final ModelSpec STANDARD = ModelSpec.standard(0);
  private static final ModelSpec ROBUST = ModelSpec.robust(Corruption.CONTRAST, 0);
  private static final StudyData SHAPES = new DrawnData(DrawnSet.SHAPES, 40, 40, 30, 0);
  private static final StudyData TEXTURES = new DrawnData(DrawnSet.TEXTURES, 40, 40, 30, 0);

  private final List<String> lines = new ArrayList<>();

  private GoldenKeys() {}

  public static void main(String[] arguments) {
    new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)
        .println(String.join("\n", ofDrawnImages()) + "\n" + String.join("\n", ofClothes()));
  }

  static List<String> ofDrawnImages() {
    GoldenKeys keys = new GoldenKeys();
    keys.addNamedStudies();
    keys.addRecipes();
    keys.addNetworks();
    keys.addData();
    keys.addStarts();
    return keys.lines;
  }

  /** Of Fashion-MNIST on disk, as the test writes it. */
  private static List<String> ofClothes() {
    GoldenKeys keys = new GoldenKeys();
    Study tiny = tiny(SHAPES);
    Study halves = tiny.withData(new HalvedData("fashion-mnist", 3));
    keys.add("tiny, halves", halves, START, STANDARD, ROBUST);
    StudyData whole = new WholeData("fashion-mnist", 0);
    keys.add(
        "tiny, whole", tiny.withData(whole).withPretraining(new Pretraining.Untrained()), STANDARD);
    StudyData few = new FewImages(whole, new ImageCounts(28, 28, 0, 25000, 10000));
    StudyData grey = new GreyData(few, new HalvedData("fashion-mnist", 0));
    keys.add("tiny, grey clothes", tiny.withData(grey), START, STANDARD);
    return keys.lines;
  }

  private static Study tiny(StudyData data) {
    Recipe recipe = Recipe.DRAWN.withEpochs(1).withBatchSize(20);
    return new Study(
        "tiny",
        data,
        Network.of(Architecture.VGG11).withWidthDivisor(64),
        new Pretraining.Training(recipe.withLearningRate(.03f)),
        recipe,
        List.of(Corruption.CONTRAST, Corruption.PIXELATE),
        5,
        List.of(0L),
        1);
  }

  private void addNamedStudies() {
    for (String name : new String[] {"shapes", "textures"}) {
      for (Scale scale : Scale.values()) {
        Study study = NamedStudies.get(name, scale);
        String label = name + " " + scale.name().toLowerCase(Locale.ROOT);
        study.models().forEach(model -> lines.add(line(label, model, ModelKeys.of(study, model))));
      }
    }
    for (String name :
        new String[] {
          "cifar10-vgg16", "cifar100-vgg16", "tinyimagenet-vgg16", "tinyimagenet-resnet50"
        }) {
      add(name, NamedStudies.get(name, Scale.DEFAULT), START);
    }
  }

  private void addRecipes() {
    Study tiny = tiny(SHAPES);
    add("tiny", tiny, START, STANDARD, ROBUST);
    add("tiny, paper's recipe for CIFAR", tiny.withFineTuning(Recipe.PAPER_CIFAR), STANDARD);
    add(
        "tiny, paper's recipe for Tiny-ImageNet",
        tiny.withFineTuning(Recipe.PAPER_TINY_IMAGENET),
        STANDARD);
    add(
        "tiny, small recipes",
        tiny.withFineTuning(Recipe.SMALL_CIFAR)
            .withPretraining(new Pretraining.Training(Recipe.SMALL_CIFAR_PRETRAINING)),
        STANDARD);
    add(
        "tiny, rates",
        tiny.withFineTuning(new Recipe(3, 7, .1f / 3, 0, 0, List.of(1, 2), .3f, Augmentation.NONE)),
        STANDARD);
    add("tiny, proximal", tiny.withFineTuning(tiny.fineTuning().withProximal(.01f)), STANDARD);
    add("tiny, attacked within 8/255", attacked(tiny, Attack.linf(8)), STANDARD);
    add("tiny, attacked within 0.5 of L2", attacked(tiny, Attack.l2(.5)), STANDARD);
  }

  private static Study attacked(Study study, Attack attack) {
    return study.withCorruptions().withFineTuning(study.fineTuning().withAttack(attack));
  }

  private void addNetworks() {
    Study tiny = tiny(SHAPES);
    for (Architecture each : Architecture.values()) {
      boolean narrow = each.compareTo(Architecture.RESNET50) > 0;
      Network network = Network.of(each).withWidthDivisor(narrow ? 16 : 32);
      add("tiny, " + each.torchName(), tiny.withNetwork(network), START);
    }
    Network network = tiny.network();
    add(
        "tiny, CIFAR-100's normalisation",
        tiny.withNetwork(network.withNormalization(Normalization.CIFAR100)),
        START);
    add(
        "tiny, Tiny-ImageNet's normalisation",
        tiny.withNetwork(network.withNormalization(Normalization.TINY_IMAGENET)),
        START);
  }

  private void addData() {
    Study tiny = tiny(SHAPES);
    add("tiny, severity 2", tiny.withSeverity(2), ROBUST);
    add("tiny, smallest seed", tiny.withSeeds(Long.MIN_VALUE), ModelSpec.standard(Long.MIN_VALUE));
    Study twoThreads =
        new Study(
            "x",
            SHAPES,
            tiny.network(),
            tiny.pretraining(),
            tiny.fineTuning(),
            tiny.corruptions(),
            5,
            tiny.seeds(),
            2);
    add("tiny, two threads", twoThreads, STANDARD);
    add("tiny, classes 1, 4 and 9", tiny.withClasses(1, 4, 9), STANDARD, ROBUST);
    add("tiny, 10 test images", tiny.withTestImages(10), STANDARD);
    ImageCounts counts = new ImageCounts(32, 32, 30, 20, 10);
    add("tiny, first images", tiny.withData(new FewImages(SHAPES, counts)), START, STANDARD);
    Study grey = tiny.withData(new GreyData(SHAPES, TEXTURES));
    add("tiny, grey", grey, START, STANDARD, ROBUST);
    add("tiny, classes 0 and 1, grey", grey.withClasses(0, 1), STANDARD);
    add("tiny, noise", tiny.withData(StandInData.of(SHAPES, counts)), START, STANDARD);
  }

  private void addStarts() {
    Study tiny = tiny(SHAPES);
    add("tiny, untrained", tiny.withPretraining(new Pretraining.Untrained()), START, STANDARD);
    CheckpointRecipe own =
        new CheckpointRecipe(
            "mine", "mine", "nowhere", "/mine.pth", 7, "0123456789abcdef".repeat(4));
    add(
        "tiny, from a checkpoint",
        tiny.withPretraining(new Pretraining.Checkpoint(own)),
        START,
        ROBUST);
    Study further =
        tiny.withPretraining(new Pretraining.Backbone(tiny, 0)).withSeeds(3).withCorruptions();
    add("tiny, further", further, START, ModelSpec.standard(3));
    Pretraining threeShapes = new Pretraining.Backbone(tiny.withClasses(1, 4, 9), 0);
    add(
        "tiny textures, from three shapes",
        tiny(TEXTURES).withPretraining(threeShapes).withCorruptions(),
        STANDARD);
  }

  private void add(String label, Study study, ModelSpec... models) {
    for (ModelSpec model : models) {
      ModelKey key = ModelKeys.of(study, model);
      lines.add(line(label, model, key) + "\t" + key.description());
    }
  }

  private static String line(String label, ModelSpec model, ModelKey key) {
    return label + "\t" + model + "\t" + key.hash();
  }
}
