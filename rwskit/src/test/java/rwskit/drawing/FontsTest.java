package rwskit.drawing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

class FontsTest {
  @Test
  void whatJavaThrowsWithoutFontsSaysWhatToInstall() {
    for (Throwable failure :
        new Throwable[] {
          new InternalError("java.lang.reflect.InvocationTargetException"),
          new Error("Probable fatal error: No physical fonts found."),
          new NoClassDefFoundError("Could not initialize class sun.font.SunFontManager"),
          new NullPointerException("Fontconfig head is null")
        }) {
      assertThatThrownBy(() -> Fonts.require(() -> raise(failure)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("install fontconfig and a font, fonts-dejavu-core for instance");
    }
    Fonts.require();
  }

  private static void raise(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
