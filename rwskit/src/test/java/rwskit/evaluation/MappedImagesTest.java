package rwskit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;

class MappedImagesTest {
  private static List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("rwskit-i")).toList();
    }
  }

  @Test
  void theImagesAreTheSameOutOfTheHeapAndNoFileIsLeft() throws Exception {
    List<Path> before = files();
    ImageSet drawn = DrawnSet.SHAPES.draw(30, 1, Split.TEST);
    ImageSet mapped = MappedImages.of(drawn);
    assertThat(mapped.pixels().isDirect()).isTrue();
    assertThat(mapped.pixels()).isEqualTo(drawn.pixels());
    assertThat(mapped.labels()).isEqualTo(drawn.labels());
    assertThat(mapped.split()).isEqualTo(Split.TEST);
    assertThat(files()).isSubsetOf(before);
  }
}
