package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFolderTest {
  private static final Path HOME = Path.of("home", "ann");

  @Test
  void theVariableDecidesOnEverySystem() {
    Map<String, String> environment =
        Map.of("RWSKIT_HOME", "chosen", "XDG_CACHE_HOME", "x", "LOCALAPPDATA", "y");
    for (String system : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      assertThat(UserFolder.of(environment, system, HOME)).isEqualTo(Path.of("chosen"));
    }
  }

  @Test
  void withoutItTheSystemsCacheFolderIsTaken() {
    assertThat(UserFolder.of(Map.of(), "Linux", HOME)).isEqualTo(HOME.resolve(".cache/rwskit"));
    assertThat(UserFolder.of(Map.of("XDG_CACHE_HOME", "x"), "Linux", HOME))
        .isEqualTo(Path.of("x", "rwskit"));
    assertThat(UserFolder.of(Map.of("XDG_CACHE_HOME", "x"), "Mac OS X", HOME))
        .isEqualTo(HOME.resolve("Library/Caches/rwskit"));
    assertThat(UserFolder.of(Map.of("LOCALAPPDATA", "y"), "Windows 11", HOME))
        .isEqualTo(Path.of("y", "rwskit"));
    assertThat(UserFolder.of(Map.of(), "Windows 11", HOME))
        .isEqualTo(HOME.resolve("AppData/Local/rwskit"));
  }

  @Test
  void theEnvironmentDecidesOnTheHomeBeforeTheListOfUsers() {
    assertThat(UserFolder.home(Map.of("HOME", "/home/ann"), "/root"))
        .isEqualTo(Path.of("/home/ann"));
    assertThat(UserFolder.home(Map.of("HOME", ""), "/root")).isEqualTo(Path.of("/root"));
  }

  @Test
  void aUserWithoutAHomeIsToldWhatToSet() {
    for (String listed : new String[] {"?", "", "/nonexistent"}) {
      Path home = UserFolder.home(Map.of(), listed);
      assertThatThrownBy(() -> UserFolder.of(Map.of(), "Linux", home))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("set RWSKIT_HOME");
      assertThat(UserFolder.of(Map.of("XDG_CACHE_HOME", "/c"), "Linux", home))
          .isEqualTo(Path.of("/c/rwskit"));
    }
  }

  @Test
  void aBlankVariableCountsAsUnset() {
    assertThat(UserFolder.of(Map.of("RWSKIT_HOME", " ", "XDG_CACHE_HOME", ""), "Linux", HOME))
        .isEqualTo(HOME.resolve(".cache/rwskit"));
  }
}
