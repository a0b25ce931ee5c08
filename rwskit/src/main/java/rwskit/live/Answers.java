package rwskit.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import rwskit.data.ImageSet;
import rwskit.drawing.Fonts;
import rwskit.drawing.Png;
import rwskit.figure.Picture;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;

/**
 * The first images of a set side by side, eight at most, each with the class that a network takes
 * it for: framed in blue where that is right, in red where it is wrong.
 */
public final class Answers {
  private static final int MOST = 8;
  private static final int CELL = 84;
  private static final int PICTURE = 76;
  private static final int LINE = 20;
  private static final int FRAME = 3;
  private static final Color RIGHT = new Color(0x0072B2);
  private static final Color WRONG = new Color(0xB2182B);
  private static final Font NAME = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final ImageSet images;
  private final int[] predictions;

  private Answers(ImageSet images, int[] predictions) {
    this.images = images;
    this.predictions = predictions;
  }

  /**
   * @param network what the weights are of
   * @param weights of the network that is asked
   * @param images what it is asked about, with their true classes
   * @return its answers
   * @throws BadInputException if weights, network and images do not fit
   */
  public static Answers of(Network network, StateDict weights, ImageSet images) {
    network.requireFitsClasses(images);
    ImageSet first = first(images);
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      return new Answers(first, model.predict(first));
    }
  }

  /** Answers that are known already, a class index for each image. */
  static Answers known(ImageSet images, int[] predictions) {
    return new Answers(first(images), predictions);
  }

  private static ImageSet first(ImageSet images) {
    return images.range(0, Math.min(MOST, images.size()));
  }

  private BufferedImage picture() {
    Fonts.require();
    BufferedImage strip =
        new BufferedImage(images.size() * CELL, CELL + LINE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = strip.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setFont(NAME);
    for (int i = 0; i < images.size(); i++) {
      paint(graphics, i);
    }
    graphics.dispose();
    return strip;
  }

  private void paint(Graphics2D graphics, int index) {
    int left = index * CELL;
    graphics.setColor(predictions[index] == images.label(index) ? RIGHT : WRONG);
    graphics.fillRect(left, 0, PICTURE + 2 * FRAME, PICTURE + 2 * FRAME);
    graphics.drawImage(Picture.of(images, index), left + FRAME, FRAME, PICTURE, PICTURE, null);
    String name = images.classNames().get(predictions[index]);
    graphics.drawString(name, left + 1, PICTURE + 2 * FRAME + LINE - 6);
  }

  /**
   * @return what notebooks show: the bytes of a PNG file
   * @throws BadInputException if there is no font to letter with
   */
  public byte[] png() {
    return Png.bytes(picture());
  }

  /** How wide the picture is, in pixels. */
  static int width(ImageSet images) {
    return Math.min(MOST, images.size()) * CELL;
  }

  /**
   * @return how many of them are right
   */
  @Override
  public String toString() {
    int right = 0;
    for (int i = 0; i < images.size(); i++) {
      right += predictions[i] == images.label(i) ? 1 : 0;
    }
    return "%s of %s right".formatted(right, images.size());
  }
}
