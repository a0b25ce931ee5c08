package rwskit.dataset;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rwskit.data.Split;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** All recipes at a glance. */
final class DataTable {
  private DataTable() {}

  static Table of(DataHome home) {
    Table table =
        Table.create(
            "data in " + home.folder(),
            StringColumn.create("name"),
            StringColumn.create("title"),
            IntColumn.create("classes"),
            StringColumn.create("content"),
            StringColumn.create("size"),
            StringColumn.create("where"));
    for (DataRecipe recipe : DataRecipe.all()) {
      List<String> cells =
          List.of(
              recipe.name(), recipe.title(), content(recipe), size(recipe), where(recipe, home));
      table.stringColumn("name").append(cells.get(0));
      table.stringColumn("title").append(cells.get(1));
      table.intColumn("classes").append(recipe.classes());
      table.stringColumn("content").append(cells.get(2));
      table.stringColumn("size").append(cells.get(3));
      table.stringColumn("where").append(cells.get(4));
    }
    return table;
  }

  private static String content(DataRecipe recipe) {
    String images =
        recipe.images().entrySet().stream()
            .map(
                count ->
                    String.format(Locale.ROOT, "%,d %s", count.getValue(), name(count.getKey())))
            .collect(Collectors.joining(", "));
    return switch (recipe.kind()) {
      case IMAGES -> images;
      case CORRUPTED_IMAGES -> images + ", corrupted";
      case CHECKPOINT -> "a checkpoint for θ₀";
      case FROST -> recipe.files().size() + " pictures of ice";
    };
  }

  /** In decimal megabytes, as the pages of the publishers have it. */
  private static String size(DataRecipe recipe) {
    if (recipe.files().isEmpty()) {
      return "–";
    }
    return recipe.bytes().isEmpty()
        ? "?"
        : String.format(Locale.ROOT, "%,.1f MB", recipe.bytes().getAsLong() / 1e6);
  }

  private static String where(DataRecipe recipe, DataHome home) {
    if (recipe.files().isEmpty()) {
      return "drawn when asked for";
    }
    List<String> missing = missing(recipe, home);
    String place = home.of(recipe).toString();
    if (missing.isEmpty()) {
      return place;
    }
    boolean all = missing.size() == Math.max(recipe.images().size(), recipe.files().size());
    return place + (all ? " (missing)" : " (missing: " + String.join(" and ", missing) + ")");
  }

  private static List<String> missing(DataRecipe recipe, DataHome home) {
    return recipe.kind() == DataRecipe.Kind.IMAGES
        ? recipe.images().keySet().stream()
            .filter(split -> recipe.found(split, home).isEmpty())
            .map(DataTable::name)
            .toList()
        : recipe.files().stream()
            .filter(file -> !lies(file, recipe, home))
            .map(DataFile::name)
            .toList();
  }

  private static boolean lies(DataFile file, DataRecipe recipe, DataHome home) {
    List<DataFile> wanted = file.unpack() == null ? List.of(file) : file.holds();
    return wanted.stream().allMatch(each -> Files.exists(home.of(recipe).resolve(each.name())));
  }

  private static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
