package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import rwskit.data.Split;
import rwskit.recipe.CheckpointRecipe;
import rwskit.recipe.DataHome;
import rwskit.recipe.DataRecipe;
import rwskit.recipe.FrostRecipe;
import rwskit.recipe.Layout;

/** {@code rwskit data}: what data sets there are and where their files belong. */
@Command(name = "data", description = "Shows data sets.", mixinStandardHelpOptions = true)
public final class DataCommand {
  private static final String ROW = "%-17s %-19s %7s  %-42s %s%n";

  @Spec private CommandSpec spec;

  /** {@code rwskit data list}: one line a data set, a checkpoint, and the frost pictures. */
  @Command(
      name = "list",
      description = {
        "Lists the data sets: classes, images, where the files lie or belong.",
        "The environment variable RWSKIT_DATA moves their folder."
      },
      mixinStandardHelpOptions = true)
  public void list() {
    PrintWriter out = spec.commandLine().getOut();
    DataHome home = DataHome.standard();
    out.printf(Locale.ROOT, ROW, "name", "title", "classes", "images", "where");
    for (DataRecipe recipe : DataRecipe.all()) {
      out.printf(
          Locale.ROOT,
          ROW,
          recipe.name(),
          recipe.title(),
          recipe.classes(),
          images(recipe),
          where(recipe, home));
    }
    for (CheckpointRecipe checkpoint :
        List.of(CheckpointRecipe.vgg16(), CheckpointRecipe.resNet50())) {
      Path path = checkpoint.path(home);
      out.printf(
          Locale.ROOT,
          ROW,
          checkpoint.name(),
          checkpoint.title(),
          "–",
          "a checkpoint for θ₀",
          path + (Files.exists(path) ? "" : " (missing)"));
    }
    FrostRecipe frost = FrostRecipe.ofBenchmark();
    String pictures = frost.files().size() + " pictures of ice for frost";
    String lack = frost.isPresent(home) ? "" : " (missing: ice is drawn)";
    out.printf(
        Locale.ROOT, ROW, frost.name(), "Frost pictures", "–", pictures, frost.folder(home) + lack);
    out.flush();
  }

  private static String images(DataRecipe recipe) {
    return recipe.images().entrySet().stream()
        .map(
            images ->
                String.format(Locale.ROOT, "%,d %s", images.getValue(), name(images.getKey())))
        .collect(Collectors.joining(", "));
  }

  private static String where(DataRecipe recipe, DataHome home) {
    if (recipe.layouts().contains(Layout.DRAWN)) {
      return "drawn when asked for";
    }
    String missing =
        recipe.images().keySet().stream()
            .filter(split -> recipe.found(split, home).isEmpty())
            .map(DataCommand::name)
            .collect(Collectors.joining(" and "));
    return home.of(recipe) + (missing.isEmpty() ? "" : " (missing: " + missing + ")");
  }

  private static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
