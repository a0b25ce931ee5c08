package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Npy;
import rwskit.data.Split;
import rwskit.detect.Detector;
import rwskit.detect.DetectorTraining;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.Normalization;
import rwskit.model.OneThread;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.data.DrawnData;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;

@ExtendWith(OneThread.class)
class AutoPatchCommandTest {
  private static final Network NETWORK = Network.of(Architecture.VGG11).withWidthDivisor(64);
  private static final StateDict WEIGHTS = NETWORK.initialWeights(1);
  private static final Detector DETECTOR = detector();
  private static final ImageSet CLEAN = DrawnSet.SHAPES.draw(32, 9, Split.TEST);

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Detector detector() {
    Study study =
        new Study(
            "tiny",
            new DrawnData(DrawnSet.SHAPES, 20, 300, 20, 0),
            NETWORK,
            new Pretraining.Training(Recipe.DRAWN),
            Recipe.DRAWN,
            List.of(Corruption.GAUSSIAN_NOISE, Corruption.CONTRAST),
            5,
            List.of(0L),
            1);
    return DetectorTraining.of(study).withImages(100).train();
  }

  private static Signature signature() {
    StateDict stepped = NETWORK.initialWeights(2);
    return Signature.ofWeights(stepped.only(List.of("features.0.weight")))
        .withProvenance(Provenance.unknown().withCorruption("gaussian_noise").withSeverity(5));
  }

  @BeforeEach
  void writeFiles() {
    SafeTensors.write(folder.resolve("model.safetensors"), WEIGHTS, Map.of());
    signature().write(folder.resolve("signatures/noise.safetensors"));
    DETECTOR.write(folder.resolve("signatures"));
  }

  private int run(ImageSet images, String... more) throws Exception {
    Npy.write(
        folder.resolve("images.npy"),
        sink -> Npy.writeImages(images, sink),
        images.size(),
        images.height(),
        images.width(),
        images.channels());
    Npy.writeLabels(folder.resolve("labels.npy"), images.labels());
    return autopatch(folder.resolve("images.npy"), more);
  }

  private int autopatch(Path images, String... more) {
    String[] arguments = {
      "autopatch",
      "--model",
      folder.resolve("model.safetensors").toString(),
      "--signatures",
      folder.resolve("signatures").toString(),
      "--in",
      images.toString()
    };
    return Main.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void noisyImagesArePatchedAndTheLogSaysSo() throws Exception {
    ImageSet noisy = Corruption.GAUSSIAN_NOISE.apply(CLEAN, 5, 0);
    Path log = folder.resolve("log.csv");
    assertThat(run(noisy, "--out", log.toString(), "--alpha", ".5,.5,.5,.5,.5"))
        .as(err.toString())
        .isZero();
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.get(0)).isEqualTo("batch,images,detected,probability,patch on,α,why");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).matches("0,16,gaussian_noise/[45],.*,gaussian_noise/5,0.5,.*");
    double right = right(Patch.of(WEIGHTS).add(signature(), .5).weights(), noisy);
    assertThat(out.toString())
        .contains("32 images in 2 batches, %s %% right".formatted(right))
        .contains("gaussian_noise/5: images 32");
  }

  private static double right(StateDict weights, ImageSet images) {
    int right = 0;
    try (NetworkModel model = NetworkModel.open(NETWORK, weights)) {
      int[] classes = model.predict(images);
      for (int i = 0; i < classes.length; i++) {
        right += classes[i] == images.label(i) ? 1 : 0;
      }
    }
    return Math.round(1000.0 * right / images.size()) / 10.0;
  }

  @Test
  void noInputIsReplaced() throws Exception {
    Path detector =
        Files.list(folder.resolve("signatures"))
            .filter(file -> file.getFileName().toString().startsWith("detector"))
            .findFirst()
            .orElseThrow();
    for (Path input :
        List.of(detector, folder.resolve("images.npy"), folder.resolve("labels.npy"))) {
      assertThat(run(CLEAN, "--out", input.toString())).isEqualTo(2);
      assertThat(err.toString()).contains("the output " + input + " is an input of this command");
    }
    assertThat(Detector.read(folder.resolve("signatures"))).isNotNull();
  }

  @Test
  void aSignatureOfOtherWeightsIsToldToBeTransferred() throws Exception {
    assertThat(run(CLEAN)).isZero();
    assertThat(out.toString()).doesNotContain("transferred");
    StateDict other = NETWORK.initialWeights(3);
    Signature.extract(NETWORK.initialWeights(4), other, NETWORK.initialWeights(5))
        .withProvenance(
            Provenance.of(NETWORK.initialWeights(4), other, NETWORK.initialWeights(5))
                .withCorruption("contrast")
                .withSeverity(5))
        .write(folder.resolve("signatures/contrast.safetensors"));
    assertThat(run(CLEAN)).isZero();
    assertThat(out.toString()).contains("transferred: ").contains("contrast");
  }

  @Test
  void twoSignaturesOfOneConditionAreBothNamed() throws Exception {
    signature().write(folder.resolve("signatures/again.safetensors"));
    assertThat(run(CLEAN)).isEqualTo(2);
    assertThat(err.toString())
        .contains(folder.resolve("signatures/again.safetensors").toString())
        .contains(folder.resolve("signatures/noise.safetensors") + " are both of gaussian_noise/5");
  }

  @Test
  void aSignatureThatDoesNotFitIsNamed() throws Exception {
    Path wrong = folder.resolve("signatures/wrong.safetensors");
    Signature.ofWeights(NETWORK.initialWeights(2).only(List.of("features.0.weight"))).write(wrong);
    assertThat(run(CLEAN)).isEqualTo(2);
    assertThat(err.toString()).contains(wrong + ": ").contains("does not tell its corruption");
  }

  @Test
  void imagesOfOtherClassesAreRefused() throws Exception {
    List<String> eleven = IntStream.range(0, 11).mapToObj(Integer::toString).toList();
    int[] labels = CLEAN.labels();
    labels[3] = 10;
    byte[] pixels = new byte[CLEAN.size() * CLEAN.imageBytes()];
    for (int i = 0; i < CLEAN.size(); i++) {
      CLEAN.copyImage(i, pixels, i * CLEAN.imageBytes());
    }
    ImageSet other =
        ImageSet.of(pixels, CLEAN.height(), CLEAN.width(), 3, labels, eleven, CLEAN.split());
    assertThat(run(other)).isEqualTo(2);
    assertThat(err.toString()).contains("has 11 classes (0, 1, 2").contains("has 10: expected");
  }

  @Test
  void imagesNeedNoLabels() throws Exception {
    ImageSet noisy = Corruption.GAUSSIAN_NOISE.apply(CLEAN, 5, 0);
    assertThat(run(noisy)).isZero();
    assertThat(out.toString()).contains(" % right");
    out.getBuffer().setLength(0);
    Files.delete(folder.resolve("labels.npy"));
    Path predictions = folder.resolve("predictions.csv");
    assertThat(autopatch(folder.resolve("images.npy"), "--predictions", predictions.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("32 images in 2 batches, no labels");
    int[] classes;
    try (NetworkModel model =
        NetworkModel.open(NETWORK, Patch.of(WEIGHTS).add(signature(), 1).weights())) {
      classes = model.predict(noisy);
    }
    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines).hasSize(33);
    assertThat(lines.get(0)).isEqualTo("image,class");
    for (int i = 0; i < 32; i++) {
      assertThat(lines.get(1 + i)).isEqualTo(i + "," + classes[i]);
    }
    // A folder with pictures right in it.
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < 3; i++) {
      ImageIO.write(picture(noisy, i), "png", pictures.resolve(i + ".png").toFile());
    }
    assertThat(autopatch(pictures, "--predictions", predictions.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("3 images in 1 batches, no labels");
    assertThat(Files.readAllLines(predictions)).isEqualTo(lines.subList(0, 4));
  }

  private static BufferedImage picture(ImageSet images, int index) {
    byte[] pixels = new byte[images.imageBytes()];
    images.copyImage(index, pixels, 0);
    BufferedImage picture =
        new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < images.width() * images.height(); i++) {
      int rgb =
          (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8 | pixels[3 * i + 2] & 0xff;
      picture.setRGB(i % images.width(), i / images.width(), rgb);
    }
    return picture;
  }

  @Test
  void whatComesToNothingIsTold() throws Exception {
    assertThat(run(CLEAN)).isZero();
    assertThat(out.toString()).contains("detected, but there is no signature: contrast");
    Signature.ofWeights(NETWORK.initialWeights(2).only(List.of("features.0.weight")))
        .withProvenance(Provenance.unknown().withCorruption("fog").withSeverity(5))
        .write(folder.resolve("signatures/fog.safetensors"));
    assertThat(run(CLEAN)).isZero();
    assertThat(out.toString()).contains("a signature, but the detector has not learned it: fog");
  }

  @Test
  void whatCannotBeUsedIsToldAtOnce() throws Exception {
    assertThat(run(CLEAN, "--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("the output " + folder + " is a folder");
    assertThat(run(CLEAN, "--alpha", "1,1,1,1e40,1")).isEqualTo(2);
    assertThat(err.toString()).contains("--alpha: ");
    ImageSet grey =
        ImageSet.of(new byte[32 * 32], 32, 32, 1, new int[1], CLEAN.classNames(), CLEAN.split());
    assertThat(run(grey)).isEqualTo(2);
    assertThat(err.toString()).contains("--in " + folder.resolve("images.npy") + ": ");
  }

  @Test
  void cleanImagesAreLeftToTheCleanNetwork() throws Exception {
    assertThat(run(CLEAN, "--batch", "32")).isZero();
    assertThat(out.toString()).contains("no patch: images 32");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertThat(run(CLEAN, "--batch", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--batch 0");
    Files.delete(folder.resolve("signatures/noise.safetensors"));
    assertThat(run(CLEAN)).isEqualTo(2);
    assertThat(err.toString()).contains("holds no signature");
    Files.delete(folder.resolve("signatures/detector.tribuo.pb"));
    assertThat(run(CLEAN)).isEqualTo(2);
    assertThat(err.toString()).contains("detector.tribuo.pb");
  }

  @Test
  void networksAreToldFromTheirWeights() {
    for (Architecture architecture : Architecture.values()) {
      Network network = Network.of(architecture).withWidthDivisor(16).withClasses(7);
      assertThat(Network.of(network.initialWeights(0), Normalization.CIFAR10)).isEqualTo(network);
    }
  }
}
