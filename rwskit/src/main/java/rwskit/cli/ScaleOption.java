package rwskit.cli;

import picocli.CommandLine.Option;
import rwskit.study.NamedStudies;
import rwskit.study.Scale;
import rwskit.study.Study;

/** {@code --scale}: how large a named study is. */
final class ScaleOption {
  @Option(
      names = "--scale",
      paramLabel = "NAME",
      description = "quick or default; without it as RWSKIT_SCALE says, or else default")
  private String name;

  /** The study of that name, at this scale. */
  Study study(String study) {
    return NamedStudies.get(study, name == null ? Scale.ofEnvironment() : Scale.named(name));
  }
}
