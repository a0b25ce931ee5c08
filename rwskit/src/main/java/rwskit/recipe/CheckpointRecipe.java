package rwskit.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.Checkpoint;
import rwskit.weights.StateDict;

/**
 * What is known of a published checkpoint that θ₀ can be: {@code imagenet-vgg16} and {@code
 * imagenet-resnet50}, torchvision's, from which the paper starts.
 *
 * @param name the short name, and the name of its folder among the data sets
 * @param title the name to print
 * @param source where it can be fetched
 * @param citation whom to cite
 * @param licence its licence
 * @param file name of the file
 * @param bytes its length
 * @param sha256 its fingerprint, 64 hexadecimal digits; torchvision's file names end in the first
 *     eight
 */
public record CheckpointRecipe(
    String name,
    String title,
    String source,
    String citation,
    String licence,
    String file,
    long bytes,
    String sha256) {

  /**
   * @return the recipe of torchvision's VGG-16
   */
  public static CheckpointRecipe vgg16() {
    return RecipeFile.read("imagenet-vgg16", CheckpointRecipe.class);
  }

  /**
   * @return the recipe of torchvision's ResNet-50, version 1 of its weights
   */
  public static CheckpointRecipe resNet50() {
    return RecipeFile.read("imagenet-resnet50", CheckpointRecipe.class);
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
          "%s is missing: fetch it from %s and put it there".formatted(path, source));
    }
    try {
      String found = Sha256.of(path);
      if (!found.equals(sha256)) {
        throw new BadInputException(
            "%s is not %s: SHA-256 %s (%,d bytes), expected %s (%,d bytes); fetch it again from %s"
                .formatted(path, title, found, Files.size(path), sha256, bytes, source));
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
          "",
          "",
          absolute.toString(),
          Files.size(absolute),
          Sha256.of(absolute));
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + absolute, e);
    }
  }
}
