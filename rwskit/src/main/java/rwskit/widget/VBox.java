package rwskit.widget;

import java.util.List;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;

/** Controls, one below the other. */
public final class VBox extends Widget {
  private final List<Widget> children;

  private VBox(Kernel kernel, List<Widget> children) {
    super(kernel, Model.box(kernel, "VBox", children.stream().map(Widget::model).toList()));
    this.children = children;
  }

  /**
   * @param children the controls, from top to bottom, at least one
   * @return them in a column
   * @throws BadInputException if there are none
   */
  public static VBox of(Widget... children) {
    if (children.length == 0) {
      throw new BadInputException("a column of no controls: expected at least one");
    }
    return new VBox(children[0].kernel(), List.of(children));
  }

  @Override
  public String toString() {
    return children.stream().map(Widget::toString).collect(Collectors.joining("\n"));
  }
}
