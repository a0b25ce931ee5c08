package rwskit.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.dataset.DataRecipe.Kind;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;

class DataRecipeTest {
  private static final int CIFAR_RECORD = 3073;

  @TempDir Path folder;

  @Test
  void theIndexListsEveryRecipeOfADataSet() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "data-recipes"))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json") && !name.equals("index.json"))
              .map(name -> name.replace(".json", ""))
              .toList();
      assertThat(DataRecipe.all())
          .extracting(DataRecipe::name)
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  /** Gson reads by the names of components, which the recipes' fields have. */
  @ParameterizedTest
  @MethodSource("recipes")
  void everyFieldIsRead(DataRecipe recipe) throws IOException {
    String file = Files.readString(Path.of("..", "data-recipes", recipe.name() + ".json"));
    assertThat(recipe).isEqualTo(new Gson().fromJson(file, DataRecipe.class));
  }

  static List<DataRecipe> recipes() {
    return DataRecipe.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeIsComplete(DataRecipe recipe) {
    assertThat(DataRecipe.named(recipe.name())).isEqualTo(recipe);
    assertThat(
            List.of(
                recipe.title(),
                recipe.source(),
                recipe.citation(),
                recipe.licence(),
                recipe.howToGet()))
        .allSatisfy(text -> assertThat(text).isNotBlank());
    boolean ofImages = recipe.kind() == Kind.IMAGES || recipe.kind() == Kind.CORRUPTED_IMAGES;
    assertThat(recipe.classes() > 0).isEqualTo(recipe.kind() != Kind.FROST);
    assertThat(recipe.images().containsKey(Split.TEST)).isEqualTo(ofImages);
    assertThat(recipe.imageSize().height() > 0).isEqualTo(ofImages);
    assertThat(recipe.layouts()).doesNotContainNull();
    assertThat(recipe.files().isEmpty()).isEqualTo(recipe.layouts().contains(Layout.DRAWN));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theRecipesPageHasARowForIt(DataRecipe recipe) throws IOException {
    String size =
        recipe.files().isEmpty()
            ? "–"
            : recipe.bytes().isPresent()
                ? String.format(Locale.ROOT, "%,.1f MB", recipe.bytes().getAsLong() / 1e6)
                : String.format(
                    Locale.ROOT,
                    "at most %,.0f MB",
                    recipe.files().stream().mapToLong(DataFile::limit).sum() / 1e6);
    assertThat(Files.readString(Path.of("..", "data-recipes", "README.md")))
        .contains(
            "| `%s` | %s | %s | %s | "
                .formatted(recipe.name(), recipe.title(), recipe.licence(), size));
  }

  static List<DataFile> files() {
    return DataRecipe.all().stream()
        .flatMap(recipe -> recipe.files().stream())
        .flatMap(file -> file.candidates().stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileHasAChecksumWithItsSourceAndALimit(DataFile file) {
    assertThat(file.hasChecksum()).isTrue();
    assertThat(file.sha256()).matches("([0-9a-f]{64})?");
    assertThat(file.sha256Prefix()).matches("([0-9a-f]{8,63})?");
    assertThat(file.md5()).matches("([0-9a-f]{32})?");
    assertThat(file.checksumSource()).matches(".*(https://|Zenodo|computed from the file).*");
    assertThat(file.limit()).isPositive();
    assertThat(file.urls())
        .allSatisfy(url -> assertThat(URI.create(url).getScheme()).isEqualTo("https"));
    assertThat(file.unpack() == null).isEqualTo(file.holds().isEmpty());
    assertThat(file.mostFiles() > 0).isEqualTo(file.unpack() != null);
    assertThat(file.holds()).allSatisfy(held -> assertThat(held.md5()).matches("([0-9a-f]{32})?"));
  }

  @ParameterizedTest
  @EnumSource
  void drawnDataSetsNeedNoFiles(Split split) {
    DataRecipe shapes = DataRecipe.named("shapes");
    ImageSet images = shapes.read(split, new DataHome(folder));
    assertThat(images).isEqualTo(DrawnSet.SHAPES.draw(shapes.images().get(split), 0, split));
    assertThat(DataRecipe.named("textures").read(Split.TEST).classNames())
        .isEqualTo(DrawnSet.TEXTURES.classNames());
  }

  @Test
  void missingFilesAreAnsweredWithWhatToPutWhere() {
    assertThatThrownBy(() -> cifar10().read(Split.TRAIN, new DataHome(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train images of CIFAR-10")
        .hasMessageContaining(folder.resolve("cifar10").toString())
        .hasMessageContaining("data fetch cifar10")
        .hasMessageContaining("test_batch.bin")
        .hasMessageContaining("https://");
  }

  @Test
  void readsWhicheverLayoutIsThere() throws IOException {
    writeCifarTest(10_000);
    DataHome home = new DataHome(folder);
    assertThat(cifar10().found(Split.TEST, home)).contains(Layout.CIFAR10_BINARY);
    assertThat(cifar10().read(Split.TEST, home).size()).isEqualTo(10_000);
    Files.delete(folder.resolve("cifar10/test_batch.bin"));
    Files.createDirectories(folder.resolve("cifar10/test"));
    assertThat(cifar10().found(Split.TEST, home)).contains(Layout.IMAGE_FOLDER);
  }

  @Test
  void foldersOfImagesInPlaceOfTheFilesAreVerified() throws IOException {
    DataRecipe recipe =
        new DataRecipe(
            "small",
            DataRecipe.Kind.IMAGES,
            "Small",
            "source",
            "citation",
            "licence",
            List.of(Layout.IMAGE_FOLDER),
            "Put it there.",
            2,
            new DataRecipe.ImageSize(16, 16, 3),
            Map.of(Split.TRAIN, 2, Split.TEST, 2),
            List.of(Verification.fileOf("images.bin", "0".repeat(64))));
    DataHome home = new DataHome(folder);
    assertThat(recipe.verify(home)).extracting(FileCheck::name).containsExactly("images.bin");
    for (String image : List.of("a/1.png", "b/2.png")) {
      Path file = home.of(recipe).resolve("test").resolve(image);
      Files.createDirectories(file.getParent());
      BufferedImage pixels = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(pixels, "png", file.toFile());
    }
    assertThat(recipe.verify(home))
        .extracting(FileCheck::state)
        .containsExactly(FileCheck.State.ABSENT, FileCheck.State.UNCHECKED);
    assertThat(recipe.verify(home).get(1).toString())
        .contains("test: 2 images in 2 classes, all can be read");
    Path cut = home.of(recipe).resolve("test/a/1.png");
    Files.write(cut, new byte[] {1, 2, 3});
    assertThat(recipe.verify(home).get(1).state()).isEqualTo(FileCheck.State.DAMAGED);
    assertThat(recipe.verify(home).get(1).detail()).contains(cut.toString());
  }

  @Test
  void tinyImageNetIsReadAsItsArchiveLies() throws IOException {
    DataRecipe recipe = DataRecipe.named("tiny-imagenet");
    DataHome home = new DataHome(folder);
    assertThat(recipe.found(Split.TRAIN, home)).isEmpty();
    Path image = Files.createDirectories(home.of(recipe).resolve("train/n01/images"));
    ImageIO.write(
        new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB),
        "jpg",
        image.resolve("n01_0.JPEG").toFile());
    assertThat(recipe.found(Split.TRAIN, home)).contains(Layout.TINY_IMAGENET);
    assertThatThrownBy(() -> recipe.read(Split.TRAIN, home))
        .hasMessageContaining("1 train images of 64×64×3 in 1 classes")
        .hasMessageContaining("100000 of 64×64×3 in 200 classes");
  }

  @Test
  void aSetWithTooFewImagesIsRefused() throws IOException {
    writeCifarTest(9_999);
    assertThatThrownBy(() -> cifar10().read(Split.TEST, new DataHome(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("9,999")
        .hasMessageContaining("10000 of 32×32×3 in 10 classes");
  }

  @Test
  void unknownNamesAndSplitsAreAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> DataRecipe.named("cifar"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "\"cifar\": expected one of shapes, textures, cifar10, cifar100, tiny-imagenet, ");
    assertThatThrownBy(() -> cifar10().read(Split.VALIDATION))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("VALIDATION: expected one of [TRAIN, TEST]");
    assertThatThrownBy(() -> DataRecipe.named("frost").read(Split.TEST))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Frost pictures is no data set of clean images");
  }

  @Test
  void corruptedImagesAreOpenedWhereTheyWereUnpacked() throws IOException {
    DataHome home = new DataHome(folder);
    DataRecipe recipe = DataRecipe.named("tiny-imagenet-c");
    assertThatThrownBy(() -> recipe.corrupted(home)).isInstanceOf(BadInputException.class);
    Path image = Files.createDirectories(home.of(recipe).resolve("fog/5/n01"));
    ImageIO.write(
        new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB),
        "jpg",
        image.resolve("a.JPEG").toFile());
    assertThat(recipe.corrupted(home).corruptions()).containsExactly(Corruption.FOG);
  }

  @Test
  void theTableSaysWhatLiesWhere() throws IOException {
    writeCifarTest(10_000);
    Table table = DataRecipe.table(new DataHome(folder));
    assertThat(table.stringColumn("name").asList())
        .containsExactlyElementsOf(DataRecipe.all().stream().map(DataRecipe::name).toList());
    List<String> where = table.stringColumn("where").asList();
    assertThat(where.get(0)).isEqualTo("drawn when asked for");
    assertThat(where.get(2)).isEqualTo(folder.resolve("cifar10") + " (missing: train)");
    assertThat(where.get(where.size() - 1)).endsWith("cifar10-resnet56 (missing)");
    assertThat(table.stringColumn("size").get(2)).isEqualTo("170.1 MB");
  }

  @Test
  void theDataFolderFollowsTheCustomsOfTheSystem() {
    Path user = folder.resolve("user");
    Map<String, String> none = Map.of();
    assertThat(DataHome.of(none, "Linux", user).folder())
        .isEqualTo(user.resolve(".cache/rwskit/data"));
    assertThat(DataHome.of(Map.of("XDG_CACHE_HOME", "x"), "Linux", user).folder())
        .isEqualTo(Path.of("x/rwskit/data"));
    assertThat(DataHome.of(none, "Mac OS X", user).folder())
        .isEqualTo(user.resolve("Library/Caches/rwskit/data"));
    assertThat(DataHome.of(Map.of("LOCALAPPDATA", "l"), "Windows 11", user).folder())
        .isEqualTo(Path.of("l/rwskit/data"));
    assertThat(DataHome.of(none, "Windows 11", user).folder())
        .isEqualTo(user.resolve("AppData/Local/rwskit/data"));
    assertThat(DataHome.of(Map.of("RWSKIT_DATA", "here"), "Linux", user).folder())
        .isEqualTo(Path.of("here"));
  }

  private static DataRecipe cifar10() {
    return DataRecipe.named("cifar10");
  }

  private void writeCifarTest(int images) throws IOException {
    Path cifar = Files.createDirectories(folder.resolve("cifar10"));
    Files.write(cifar.resolve("batches.meta.txt"), Arrays.asList("abcdefghij".split("")));
    Files.write(cifar.resolve("test_batch.bin"), new byte[images * CIFAR_RECORD]);
  }
}
