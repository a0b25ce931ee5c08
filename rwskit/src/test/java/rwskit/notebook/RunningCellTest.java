package rwskit.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningCellTest {
  /** A display stream as both kernels have it. */
  private record Stream(Object env) {}

  @Test
  void theCellIsReadFromTheStream() {
    assertThat(RunningCell.of(new Stream("cell"), String.class)).contains("cell");
    assertThat(RunningCell.of(new Stream(null), String.class)).isEmpty();
  }

  @Test
  void aKernelThatKeepsItElsewhereIsNoError() {
    assertThat(RunningCell.of(new Object(), String.class)).isEmpty();
    assertThat(RunningCell.of(new Stream(1), String.class)).isEmpty();
  }

  @Test
  void bothKernelsKeepItThere() throws NoSuchFieldException {
    assertThat(kept(org.dflib.jjava.jupyter.kernel.DisplayStream.class))
        .isAssignableTo(org.dflib.jjava.jupyter.channels.ReplyEnvironment.class);
    assertThat(kept(io.github.spencerpark.jupyter.kernel.DisplayStream.class))
        .isAssignableTo(io.github.spencerpark.jupyter.channels.ReplyEnvironment.class);
  }

  private static Class<?> kept(Class<?> displayStream) throws NoSuchFieldException {
    return displayStream.getDeclaredField("env").getType();
  }
}
