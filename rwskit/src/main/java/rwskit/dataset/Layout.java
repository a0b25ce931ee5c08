package rwskit.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiPredicate;
import rwskit.data.CifarBinary;
import rwskit.data.CifarPickle;
import rwskit.data.DrawnSet;
import rwskit.data.IdxImages;
import rwskit.data.ImageFiles;
import rwskit.data.ImageFolder;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.data.TinyImageNet;

/** How a data set lies on the disk, if it does. */
public enum Layout {
  /** Nowhere: the {@link DrawnSet} of the recipe's name draws it, with seed 0. */
  DRAWN(
      (folder, split) -> true,
      (recipe, folder, split) ->
          DrawnSet.valueOf(recipe.name().toUpperCase(Locale.ROOT))
              .draw(recipe.images().get(split), 0, split)),
  /** As {@link ImageFolder} describes. */
  IMAGE_FOLDER(
      ImageFolder::isPresent,
      (recipe, folder, split) -> ImageFolder.read(folder, split),
      (recipe, folder, split) -> ImageFolder.labels(folder, split)),
  /** As {@link CifarBinary#CIFAR_10} describes. */
  CIFAR10_BINARY(CifarBinary.CIFAR_10),
  /** As {@link CifarBinary#CIFAR_100} describes. */
  CIFAR100_BINARY(CifarBinary.CIFAR_100),
  /** As {@link CifarPickle#CIFAR_10} describes. */
  CIFAR10_PICKLE(CifarPickle.CIFAR_10),
  /** As {@link CifarPickle#CIFAR_100} describes. */
  CIFAR100_PICKLE(CifarPickle.CIFAR_100),
  /** As {@link IdxImages#MNIST} describes. */
  MNIST_IDX(IdxImages.MNIST),
  /** As {@link IdxImages#FASHION_MNIST} describes. */
  FASHION_MNIST_IDX(IdxImages.FASHION_MNIST),
  /** As {@link TinyImageNet} describes; shrunk where the recipe's images are smaller. */
  TINY_IMAGENET(
      TinyImageNet::isPresent,
      (recipe, folder, split) -> {
        ImageSet images = TinyImageNet.read(folder, split);
        return images.shrunk(Math.max(1, images.height() / recipe.imageSize().height()));
      },
      (recipe, folder, split) -> TinyImageNet.labels(folder, split));

  private final BiPredicate<Path, Split> presence;
  private final Reader<ImageSet> reader;
  private final Reader<int[]> labels;

  Layout(BiPredicate<Path, Split> presence, Reader<ImageSet> reader, Reader<int[]> labels) {
    this.presence = presence;
    this.reader = reader;
    this.labels = labels;
  }

  /** Of images that need no decoding; their labels stand among them. */
  Layout(BiPredicate<Path, Split> presence, Reader<ImageSet> reader) {
    this(presence, reader, (recipe, folder, split) -> reader.read(recipe, folder, split).labels());
  }

  Layout(ImageFiles files) {
    this(files::isPresent, (recipe, folder, split) -> files.read(folder, split));
  }

  /** Reads a split of a data set from its folder. */
  private interface Reader<T> {
    T read(DataRecipe recipe, Path folder, Split split);
  }

  boolean isPresent(Path folder, Split split) {
    return presence.test(folder, split);
  }

  ImageSet read(DataRecipe recipe, Path folder, Split split) {
    return reader.read(recipe, folder, split);
  }

  /** The labels of the same images, without decoding any. */
  int[] labels(DataRecipe recipe, Path folder, Split split) {
    return labels.read(recipe, folder, split);
  }
}
