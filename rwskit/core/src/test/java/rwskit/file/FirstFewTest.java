package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstFewTest {
  @Test
  void shortListsAreWholeAndLongOnesEndInTheNumberLeftOut() {
    assertThat(FirstFew.of(List.of(), ", ")).isEmpty();
    assertThat(FirstFew.of(List.of("a", "b", "c", "d", "e"), "; ")).isEqualTo("a; b; c; d; e");
    List<String> six = IntStream.range(0, 6).mapToObj(Integer::toString).toList();
    assertThat(FirstFew.of(six, "; ")).isEqualTo("0; 1; 2; 3; 4; and 1 more");
  }
}
