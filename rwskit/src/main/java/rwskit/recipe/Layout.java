package rwskit.recipe;

import java.nio.file.Path;
import java.util.Locale;
import rwskit.data.CifarBinary;
import rwskit.data.DrawnSet;
import rwskit.data.ImageFolder;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.data.TinyImageNet;

/** How a data set lies on the disk, if it does. */
public enum Layout {
  /** Nowhere: the {@link DrawnSet} of the recipe's name draws it, with seed 0. */
  DRAWN {
    @Override
    boolean isPresent(Path folder, Split split) {
      return true;
    }

    @Override
    ImageSet read(DataRecipe recipe, Path folder, Split split) {
      return DrawnSet.valueOf(recipe.name().toUpperCase(Locale.ROOT))
          .draw(recipe.images().get(split), 0, split);
    }
  },
  /** As {@link ImageFolder} describes. */
  IMAGE_FOLDER {
    @Override
    boolean isPresent(Path folder, Split split) {
      return ImageFolder.isPresent(folder, split);
    }

    @Override
    ImageSet read(DataRecipe recipe, Path folder, Split split) {
      return ImageFolder.read(folder, split);
    }
  },
  /** As {@link CifarBinary#CIFAR_10} describes. */
  CIFAR10_BINARY {
    @Override
    boolean isPresent(Path folder, Split split) {
      return CifarBinary.CIFAR_10.isPresent(folder, split);
    }

    @Override
    ImageSet read(DataRecipe recipe, Path folder, Split split) {
      return CifarBinary.CIFAR_10.read(folder, split);
    }
  },
  /** As {@link CifarBinary#CIFAR_100} describes. */
  CIFAR100_BINARY {
    @Override
    boolean isPresent(Path folder, Split split) {
      return CifarBinary.CIFAR_100.isPresent(folder, split);
    }

    @Override
    ImageSet read(DataRecipe recipe, Path folder, Split split) {
      return CifarBinary.CIFAR_100.read(folder, split);
    }
  },
  /** As {@link TinyImageNet} describes. */
  TINY_IMAGENET {
    @Override
    boolean isPresent(Path folder, Split split) {
      return TinyImageNet.isPresent(folder, split);
    }

    @Override
    ImageSet read(DataRecipe recipe, Path folder, Split split) {
      return TinyImageNet.read(folder, split);
    }
  };

  abstract boolean isPresent(Path folder, Split split);

  abstract ImageSet read(DataRecipe recipe, Path folder, Split split);
}
