package rwskit.model;

import rwskit.file.BadInputException;

/** A program that asks for the engine and prints why there is none. */
public final class EngineWithoutHome {
  private EngineWithoutHome() {}

  /**
   * @param arguments none
   */
  public static void main(String[] arguments) {
    for (int i = 0; i < 2; i++) {
      try {
        System.out.println(Torch.engine());
      } catch (BadInputException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
