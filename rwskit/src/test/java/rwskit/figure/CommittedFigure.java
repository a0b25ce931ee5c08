package rwskit.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import rwskit.analysis.CsvFile;
import rwskit.study.Study;
import tech.tablesaw.api.Table;

/**
 * A figure of the folder {@code figures}: its name, its title, and how it is drawn from the table
 * that is committed beside it.
 *
 * @param name without ending
 * @param title as the notebook has it
 * @param drawing from table and title
 */
record CommittedFigure(String name, String title, BiFunction<Table, String, Figure> drawing) {
  static final Path FOLDER = Path.of("..", "figures");

  /** Of images that a detector chose: its table says which, and has no pixels to draw it from. */
  static final String OF_IMAGES = "19-fooled";

  private static final Study SHAPES = Study.named("shapes");
  private static final Study TEXTURES = Study.named("textures");

  static List<CommittedFigure> all() {
    return List.of(
        new CommittedFigure(
            "00-gallery",
            "One drawing under nineteen corruptions, severities 1 to 5",
            (table, title) -> Figures.gallery(Study.named("shapes").data().test(), 7, title)),
        of("00-accuracy", "Shapes: accuracy of θ_std", Figures::accuracies).tested(SHAPES),
        of(
            "01-layer-differences-shapes",
            "Shapes: ‖θ_c − θ_std‖ / ‖θ_std‖",
            Figures::layerDifferenceMap),
        of(
            "01-layer-differences-textures",
            "Textures: ‖θ_c − θ_std‖ / ‖θ_std‖",
            Figures::layerDifferenceMap),
        of(
            "01-layer-curves-shapes",
            "Shapes: where θ_c differs from θ_std",
            Figures::layerDifferences),
        cosines("02-cosines", "compared with", "Shapes: cosines of signatures, different seeds"),
        of(
            "02-map",
            "Shapes: signatures, two principal components, 38 % of the variance",
            Figures::signatureMap),
        of("03-patching-shapes", "Shapes: RA by corruption and layers", Figures::patching)
            .tested(SHAPES),
        of("03-patching-textures", "Textures: RA by corruption and layers", Figures::patching)
            .tested(TEXTURES),
        cosines(
            "04-cosines",
            "signature of textures",
            "Shapes (rows) and textures: cosines of signatures"),
        of("04-transfer-to-textures", "Textures with signatures of shapes: RA", Figures::transfer)
            .tested("The first 4 layers of each signature, α = 1.", TEXTURES),
        of("04-transfer-to-shapes", "Shapes with signatures of textures: RA", Figures::transfer)
            .tested("The first 4 layers of each signature, α = 1.", SHAPES),
        of("05-interference", "Shapes: what a second signature costs", Figures::interference)
            .tested("The first 4 layers of each signature, α = 1.", SHAPES),
        of("05-together", "Shapes: all signatures at once", Figures::together)
            .tested("The first 4 layers of each signature.", SHAPES),
        of("06-strength", "Shapes: RA and TA by α", Figures::strength)
            .tested("The first 4 layers of each signature.", SHAPES),
        of("06-frontier", "Shapes: RA against TA as α grows", Figures::frontier)
            .tested("The first 4 layers of each signature.", SHAPES),
        of("07-lightweight", "Shapes: RA by size of the signature", Figures::lightweight)
            .tested(SHAPES),
        of("08-further", "Trained further: gain by old signatures", Figures::adaptation)
            .tested("The first 4 layers of each signature, α = 1.", SHAPES),
        of("08-new-classes", "New classes: gain by old signatures", Figures::adaptation)
            .tested(
                "The first 4 layers of each signature, α = 1.", SHAPES.withClasses(5, 6, 7, 8, 9)),
        of("08-new-images", "New images: gain by old signatures", Figures::adaptation)
            .tested("The first 4 layers of each signature, α = 1.", TEXTURES),
        of("09-layers", "Shapes: where θ_adv differs from θ_std", Figures::layerDifferences),
        of("09-patching", "Shapes: under attack, by layers of RWS_adv", Figures::adversarial)
            .attacked(200),
        of("09-signatures", "Shapes: signatures of corruptions under attack", Figures::underAttack)
            .noted(
                "The first 4 layers of each signature, α = 1. "
                    + SHAPES.testCaption()
                    + " Under attack: the first 100 of them."),
        of(
                "09-corruptions",
                "Shapes: RA with RWS_adv, θ_adv and RWS_c",
                Figures::adversarialOnCorruptions)
            .tested("The first 4 layers of each signature, α = 1.", SHAPES),
        of(
            "11-layer-differences",
            "CIFAR-10: ‖θ_c − θ_std‖ / ‖θ_std‖",
            Figures::layerDifferenceMap),
        of("11-patching", "CIFAR-10: RA by corruption and layers", Figures::patching)
            .noted("CIFAR-10, JPEG-recoded: 5,000 test images."),
        of("11-depth", "CIFAR-10: RA by layers kept", Figures::patching)
            .noted("CIFAR-10, JPEG-recoded: 2,500 test images."),
        of("11-bits", "CIFAR-10: RA by size of the signature", Figures::lightweight)
            .noted("CIFAR-10, JPEG-recoded: 2,500 test images."),
        cosines("11-cosines", "compared with", "CIFAR-10: cosines, different seeds"),
        of(
            "11-map",
            "CIFAR-10: nineteen signatures, two principal components, 29 % of the variance",
            Figures::signatureMap),
        cosines(
            "11-transfer-cosines",
            "signature of classes 5–9",
            "Classes 0–4 (rows) and 5–9: cosines"),
        of("11-transfer-to-last", "Classes 5–9, signatures of 0–4: RA", Figures::transfer)
            .noted(
                "The first 7 layers of each signature, α = 1. CIFAR-10, JPEG-recoded, classes 5–9: 1,250 test images."),
        of("11-transfer-to-first", "Classes 0–4, signatures of 5–9: RA", Figures::transfer)
            .noted(
                "The first 7 layers of each signature, α = 1. CIFAR-10, JPEG-recoded, classes 0–4: 1,250 test images."),
        of("11-composition", "CIFAR-10: what a second signature costs", Figures::interference)
            .noted(
                "The first 7 layers of each signature, α = 1. CIFAR-10, JPEG-recoded: 2,500 test images."),
        of("11-together", "CIFAR-10: nineteen signatures at once", Figures::together)
            .noted(
                "The first 7 layers of each signature. CIFAR-10, JPEG-recoded: 2,500 test images."),
        of("11-strength", "CIFAR-10: TA and RA by α", Figures::strength)
            .noted(
                "The first 7 layers of each signature. CIFAR-10, JPEG-recoded: 2,500 test images."),
        cosines(
            "12-cosines",
            "signature of clothes",
            "Photographs (rows) and clothes: cosines of signatures"),
        of(
                "12-transfer-to-clothes",
                "Clothes, patched with signatures of photographs: RA",
                Figures::transfer)
            .noted(
                "The first 4 layers of each signature, α = 1. Fashion-MNIST, grey: 5,000 test images."),
        of(
                "12-transfer-to-photographs",
                "Photographs, patched with signatures of clothes: RA",
                Figures::transfer)
            .noted(
                "The first 4 layers of each signature, α = 1. CIFAR-10, JPEG-recoded, grey: 5,000 test images."),
        of("13-methods", "Share of the gap closed by four layers", Figures::comparison)
            .tested(SHAPES, TEXTURES),
        of(
                "13-line",
                "RA and TA by how much of the standard direction is taken off",
                Figures::standardDirection)
            .tested("The first 8 layers of each signature.", SHAPES, TEXTURES),
        of("13-kappa", "Textures: κ by corruption and layer", Figures::projections),
        of("14-methods", "Share of the gap closed", Figures::comparison)
            .tested(
                SHAPES.withTestImages(500),
                TEXTURES.withTestImages(500),
                SHAPES.withTestImages(500).withClasses(5, 6, 7, 8, 9))
            .noted("Each cell is at the α that was chosen for it on validation images."),
        of(
            "16-layer-differences",
            "Photographs: ‖θ_c − θ_std‖ / ‖θ_std‖",
            Figures::layerDifferenceMap),
        of("16-patching", "Photographs: RA by corruption and layers", Figures::patching)
            .noted("CIFAR-10, JPEG-recoded: 10,000 test images."),
        cosines("16-cosines", "compared with", "Photographs: cosines, different seeds"),
        of("17-likeness", "Transfer: gain against likeness", Figures::likeness),
        of("18-patching", "Published ResNet-20: RA by corruption and layers", Figures::patching)
            .noted("CIFAR-10, JPEG-recoded: 1,000 test images."),
        of("19-stream", "A network that patches itself", Figures::stream),
        of("19-rivals", "RA and TA on streams", Figures::streams)
            .noted("Drawn shapes: 1,000 test images, from which streams are taken."),
        of("19-choice", "RA by rule and severity", Figures::patchChoice)
            .tested(SHAPES.withTestImages(500)),
        of(
            "20-layer-differences",
            "ResNet-20: ‖θ_c − θ_std‖ / ‖θ_std‖",
            Figures::layerDifferenceMap),
        of("20-patching", "ResNet-20: RA by corruption and layers", Figures::patching)
            .noted("CIFAR-10, JPEG-recoded: 10,000 test images."),
        cosines("20-cosines", "compared with", "ResNet-20: cosines, different seeds"),
        of("21-strength", "Photographs: TA and RA by α", Figures::strength)
            .noted(
                "The first 4 layers of each signature. CIFAR-10, JPEG-recoded: 2,000 test images."),
        of("21-interference", "Photographs: what a second signature costs", Figures::interference)
            .noted(
                "The first 4 layers of each signature, α = 1. CIFAR-10, JPEG-recoded: 2,000 test images."),
        of("21-together", "Photographs: six signatures at once", Figures::together)
            .noted(
                "The first 4 layers of each signature. CIFAR-10, JPEG-recoded: 2,000 test images."),
        of("21-lightweight", "Photographs: RA by size of the signature", Figures::lightweight)
            .noted("CIFAR-10, JPEG-recoded: 2,000 test images."),
        of(
            "storage",
            "Signature beside full copy (VGG-16 58.9 MB, ResNet-50 95.9 MB)",
            Figures::storage));
  }

  private static CommittedFigure of(
      String name, String title, BiFunction<Table, String, Figure> drawing) {
    return new CommittedFigure(name, title, drawing);
  }

  /**
   * With the sentences of the notebook about what is measured on which images. Of drawn ones: how
   * photographs are labelled depends on those that are there.
   */
  private CommittedFigure tested(Study... studies) {
    return noted(images(studies));
  }

  private CommittedFigure tested(String patches, Study... studies) {
    return noted(patches + " " + images(studies));
  }

  private static String images(Study... studies) {
    return Arrays.stream(studies)
        .map(Study::testCaption)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private CommittedFigure attacked(int images) {
    return noted(SHAPES.testCaption() + " Under attack: the first %s of them.".formatted(images));
  }

  private CommittedFigure noted(String sentences) {
    return of(name, title, (table, shown) -> drawing.apply(table, shown).noted(sentences));
  }

  private static CommittedFigure cosines(String name, String columns, String title) {
    return of(name, title, (table, shown) -> Figures.cosines(table, columns, shown));
  }

  /** Drawn by this code from the committed table. */
  Figure redrawn() {
    return drawing.apply(CsvFile.read(FOLDER.resolve(name + ".csv")), title);
  }

  /** The names of all figures in the folder. */
  static List<String> drawn() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".svg"))
          .map(name -> name.substring(0, name.length() - ".svg".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Draws committed figures again from their tables, which stay as they are: after a change of how
   * figures look, without measuring anything. Prints of each its name, width, height and what a
   * front end that shows only text has of it.
   *
   * @param arguments the folder to write to, and one for the pictures as notebooks show them
   * @throws IOException if they cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path shown = Files.createDirectories(Path.of(arguments[1]));
    for (CommittedFigure one : all()) {
      Figure figure = one.redrawn();
      new FigureFiles(Path.of(arguments[0])).saveDrawing(one.name(), figure);
      ImageIO.write(figure.sheet().image(2), "png", shown.resolve(one.name() + ".png").toFile());
      System.out.printf(
          "%s\t%s\t%s\t%s%n", one.name(), figure.sheet().width(), figure.sheet().height(), figure);
    }
  }
}
