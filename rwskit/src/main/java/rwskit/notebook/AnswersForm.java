package rwskit.notebook;

import java.util.Base64;
import java.util.Map;
import rwskit.live.Answers;

/** A network's answers as a picture at its own size. */
final class AnswersForm {
  private AnswersForm() {}

  static Rendering of(Answers answers) {
    return new Rendering(
        Rendering.PNG,
        Base64.getEncoder().encodeToString(answers.png()),
        Map.of(),
        answers.toString());
  }
}
