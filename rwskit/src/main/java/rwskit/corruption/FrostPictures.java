package rwskit.corruption;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import rwskit.data.ImageFile;
import rwskit.file.BadInputException;

/**
 * Five pictures of ice for {@link Corruption#FROST}: those of the benchmark's program where they
 * are at hand, or else drawn ones. They are used at a fifth of their size for {@link
 * Variant#CIFAR}, at three tenths for {@link Variant#TINY} and as they are for {@link
 * Variant#IMAGENET}; smaller copies are kept. Immutable; equal only to itself.
 */
public final class FrostPictures {
  /** Of the program's six pictures, the five that it draws from. */
  private enum File {
    FROST1("frost1.png", 600, 900),
    FROST2("frost2.png", 315, 560),
    FROST3("frost3.png", 315, 560),
    FROST4("frost4.jpg", 350, 527),
    FROST5("frost5.jpg", 495, 660);

    private final String fileName;
    private final int height;
    private final int width;

    File(String fileName, int height, int width) {
      this.fileName = fileName;
      this.height = height;
      this.width = width;
    }

    private FrostPicture read(Path folder) {
      ImageFile file = ImageFile.read(folder.resolve(fileName));
      if (file.height() != height || file.width() != width) {
        throw new BadInputException(
            "%s is %s×%s pixels: expected the benchmark's picture of %s×%s; fetch it again"
                .formatted(file.file(), file.width(), file.height(), width, height));
      }
      return FrostPicture.of(file);
    }
  }

  private static final class Drawn {
    private static final FrostPictures PICTURES = new FrostPictures("drawn ice", DrawnIce::all);
  }

  private final String description;
  private final Supplier<List<FrostPicture>> source;
  private final Map<Variant, List<FrostPicture>> shrunk = new ConcurrentHashMap<>();

  private FrostPictures(String description, Supplier<List<FrostPicture>> source) {
    this.description = description;
    this.source = source;
  }

  /**
   * Reads the pictures that the benchmark's program uses (github.com/hendrycks/robustness).
   *
   * @param folder holds {@code frost1.png}, {@code frost2.png}, {@code frost3.png}, {@code
   *     frost4.jpg} and {@code frost5.jpg}; the sixth picture is never used
   * @return the pictures
   * @throws BadInputException if one is missing, cannot be read or is of another size
   */
  public static FrostPictures read(Path folder) {
    List<FrostPicture> pictures = new ArrayList<>();
    for (File file : File.values()) {
      pictures.add(file.read(folder));
    }
    return of("the benchmark's five frost pictures", pictures);
  }

  /**
   * Ice that rwskit draws itself, 600×400 pixels, with the benchmark's mean and spread of colours.
   * It is drawn when it is first used, and is the same on every machine.
   *
   * @return the pictures
   */
  public static FrostPictures drawn() {
    return Drawn.PICTURES;
  }

  public static FrostPictures of(String description, List<FrostPicture> pictures) {
    List<FrostPicture> all = List.copyOf(pictures);
    return new FrostPictures(description, () -> all);
  }

  /**
   * @return {@code the benchmark's five frost pictures} or {@code drawn ice}, for captions and
   *     metadata
   */
  public String description() {
    return description;
  }

  List<FrostPicture> shrunk(Variant variant) {
    return shrunk.computeIfAbsent(variant, this::shrink);
  }

  private List<FrostPicture> shrink(Variant variant) {
    List<FrostPicture> pictures = source.get();
    return switch (variant) {
      case CIFAR -> pictures.stream().map(picture -> picture.shrunk(.2)).toList();
      case TINY -> pictures.stream().map(picture -> picture.shrunk(.3)).toList();
      case IMAGENET -> pictures;
    };
  }

  /**
   * @return the description
   */
  @Override
  public String toString() {
    return description;
  }
}
