package rwskit.dataset;

import java.util.List;

/** Recipes that no file describes. */
final class SmallRecipe {
  private SmallRecipe() {}

  static DataRecipe of(String name, DataRecipe.Kind kind, List<DataFile> files) {
    return new DataRecipe(
        name,
        kind,
        "Title",
        "source",
        "citation",
        "licence",
        null,
        "Put it there.",
        0,
        null,
        null,
        files);
  }

  static DataRecipe of(DataFile... files) {
    return of("small", DataRecipe.Kind.CHECKPOINT, List.of(files));
  }
}
