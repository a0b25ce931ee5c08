package rwskit.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import rwskit.checkpoint.Checkpoint;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.StateDict;

/**
 * A checkpoint that θ₀ can be: one of torchvision's, such as {@code imagenet-vgg16} and {@code
 * imagenet-resnet50}, from which the paper starts, or one's own.
 *
 * @param name the short name, and the name of its folder among the data sets
 * @param title the name to print
 * @param source where it can be fetched
 * @param file name of the file
 * @param bytes its length; 0 if not known
 * @param sha256 its fingerprint, 64 hexadecimal digits; of some of torchvision's files only the
 *     first eight, which their names end in
 */
public record CheckpointRecipe(
    String name, String title, String source, String file, long bytes, String sha256) {

  /**
   * @param name the name of a recipe of a checkpoint, such as {@code imagenet-vgg11-bn}
   * @return that checkpoint
   * @throws BadInputException if there is no such recipe, or it is of something else
   */
  public static CheckpointRecipe named(String name) {
    DataRecipe recipe = DataRecipe.named(name);
    if (recipe.kind() != DataRecipe.Kind.CHECKPOINT) {
      throw new BadInputException("%s is no checkpoint: expected one".formatted(recipe.title()));
    }
    DataFile file = recipe.files().get(0);
    return new CheckpointRecipe(
        name,
        recipe.title(),
        file.urls().get(0),
        file.name(),
        file.bytes(),
        file.sha256() + file.sha256Prefix());
  }

  /**
   * @return the recipe of torchvision's VGG-16
   */
  public static CheckpointRecipe vgg16() {
    return named("imagenet-vgg16");
  }

  /**
   * @return the recipe of torchvision's ResNet-50, version 1 of its weights
   */
  public static CheckpointRecipe resNet50() {
    return named("imagenet-resnet50");
  }

  /**
   * @param home the folder of all data sets
   * @return where the file belongs; for a recipe whose {@code file} is an absolute path, there
   */
  public Path path(DataHome home) {
    return home.folder().resolve(name).resolve(file);
  }

  /**
   * Reads the checkpoint after a look at every byte.
   *
   * @param home the folder of all data sets
   * @return the tensors, which stay in the file until they are used
   * @throws BadInputException if the file is missing (the message says where to get it and where to
   *     put it), is not the one that is meant, or cannot be read
   */
  public StateDict read(DataHome home) {
    Path path = path(home);
    if (!Files.exists(path)) {
      throw new BadInputException(
          Path.of(file).isAbsolute()
              ? "%s is missing: put it there again".formatted(path)
              : "%s is missing: \"data fetch %s\" fetches it from %s"
                  .formatted(path, name, source));
    }
    try {
      String found = Sha256.of(path);
      if (!found.startsWith(sha256)) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "%s is not %s: SHA-256 %s (%,d bytes), expected %s; fetch it again from %s",
                path,
                title,
                found,
                Files.size(path),
                sha256,
                source));
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + path, e);
    }
    return Checkpoint.read(path);
  }

  /**
   * A checkpoint of one's own, as it is now.
   *
   * @param file safetensors or a PyTorch checkpoint, as {@link Checkpoint#read(Path)} takes it
   * @return its recipe
   * @throws BadInputException if the file cannot be read
   */
  public static CheckpointRecipe of(Path file) {
    Path absolute = file.toAbsolutePath();
    try {
      String name = absolute.getFileName().toString();
      return new CheckpointRecipe(
          name,
          name,
          "where it was before",
          absolute.toString(),
          Files.size(absolute),
          Sha256.of(absolute));
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + absolute, e);
    }
  }
}
