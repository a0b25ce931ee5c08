package rwskit.corruption;

import java.util.Arrays;
import java.util.List;
import rwskit.random.RandomStream;

/**
 * Five pictures of ice: crystals with side branches, painted over one another on a cloudy ground
 * and lit from the upper left. Mean and standard deviation of each colour are those of the
 * benchmark's five frost pictures, one after the other.
 */
final class DrawnIce {
  private static final int HEIGHT = 400;
  private static final int WIDTH = 600;
  private static final int GROUND = 1024;
  private static final double RELIEF = .5;

  private static final double NEW_BURST = .4;

  /** In radians from one pair of branches to the next. */
  private static final double MOST_BEND = .03;

  /** How far a crystal's line hides what lies under it. */
  private static final double COVER = .8;

  /**
   * One picture's look.
   *
   * @param mean of red, green and blue, 0 to 255
   * @param deviation of red, green and blue
   * @param crystals how many
   * @param length of the longest stem, in pixels
   * @param angle between a stem and its branches, in degrees
   * @param clouds how strong the ground's own differences are, where a crystal's brightness is 1
   * @param decay of the ground's {@link DiamondSquare}: the smaller, the rougher
   */
  private record Look(
      double[] mean,
      double[] deviation,
      int crystals,
      double length,
      double angle,
      double clouds,
      double decay) {
    private static final List<Look> ALL =
        List.of(
            new Look(rgb(78, 149, 166), rgb(27, 16, 15), 900, 60, 20, 4.5, 1.25),
            new Look(rgb(201, 205, 214), rgb(21, 22, 23), 2500, 80, 12, 4, 1.3),
            new Look(rgb(201, 205, 214), rgb(21, 22, 23), 2500, 60, 25, 4, 1.3),
            new Look(rgb(138, 153, 165), rgb(28, 28, 30), 4500, 24, 50, 2, 1.25),
            new Look(rgb(112, 123, 135), rgb(44, 43, 42), 1500, 60, 45, 4, 1.35));

    private static double[] rgb(double red, double green, double blue) {
      return new double[] {red, green, blue};
    }
  }

  private final Look look;
  private final RandomStream random;
  private double burstX;
  private double burstY;
  private double burstLight;
  private final double[] light = new double[HEIGHT * WIDTH];

  private DrawnIce(Look look, int index) {
    this.look = look;
    this.random = RandomStream.of(RandomStream.key("drawn ice"), index);
  }

  static List<FrostPicture> all() {
    FrostPicture[] pictures = new FrostPicture[Look.ALL.size()];
    Arrays.setAll(pictures, i -> new DrawnIce(Look.ALL.get(i), i).draw(i));
    return List.of(pictures);
  }

  private FrostPicture draw(int index) {
    layGround(index);
    for (int i = 0; i < look.crystals; i++) {
      growCrystal();
    }
    return coloured(lit());
  }

  private void layGround(int index) {
    double[] ground = new double[GROUND * GROUND];
    Randomness draws = Randomness.seeded(RandomStream.key("ground"), index);
    DiamondSquare.fill(ground, GROUND, look.decay, draws);
    for (int i = 0; i < light.length; i++) {
      light[i] = look.clouds * ground[i / WIDTH * GROUND + i % WIDTH];
    }
  }

  /** Most crystals grow from the same point as the one before: a burst. */
  private void growCrystal() {
    if (random.nextDouble() < NEW_BURST) {
      burstX = random.nextDouble(0, WIDTH);
      burstY = random.nextDouble(0, HEIGHT);
      burstLight = light[(int) burstY * WIDTH + (int) burstX];
    }
    double brightness = burstLight + random.nextDouble(.2, 1);
    double length = look.length * random.nextDouble(.3, 1);
    double direction = random.nextDouble(0, 2 * Math.PI);
    double bend = random.nextDouble(-MOST_BEND, MOST_BEND);
    double angle = Math.toRadians(look.angle + random.nextDouble(-10, 10));
    double spacing = random.nextDouble(2, 4);
    double x = burstX;
    double y = burstY;
    for (double at = 0; at < length; at += spacing) {
      double branch = .4 * (length - at) * random.nextDouble(.4, 1);
      drawLine(x, y, direction + angle, branch, brightness);
      drawLine(x, y, direction - angle, branch, brightness);
      drawLine(x, y, direction, spacing, brightness + .2);
      x += spacing * StrictMath.cos(direction);
      y += spacing * StrictMath.sin(direction);
      direction += bend;
    }
  }

  private void drawLine(double x, double y, double direction, double length, double brightness) {
    double stepX = StrictMath.cos(direction);
    double stepY = StrictMath.sin(direction);
    for (double at = 0; at < length; at++) {
      dab(x + at * stepX, y + at * stepY, brightness - .3 * at / length);
    }
  }

  /** Shares a point out among the four pixels around it. */
  private void dab(double x, double y, double brightness) {
    int column = (int) x;
    int row = (int) y;
    if (x < 0 || y < 0 || column >= WIDTH - 1 || row >= HEIGHT - 1) {
      return;
    }
    double right = x - column;
    double down = y - row;
    int at = row * WIDTH + column;
    cover(at, (1 - right) * (1 - down), brightness);
    cover(at + 1, right * (1 - down), brightness);
    cover(at + WIDTH, (1 - right) * down, brightness);
    cover(at + WIDTH + 1, right * down, brightness);
  }

  private void cover(int at, double share, double brightness) {
    light[at] += COVER * share * (brightness - light[at]);
  }

  private double[] lit() {
    double[] lit = new double[light.length];
    for (int i = 0; i < lit.length; i++) {
      boolean hasUpperLeft = i >= WIDTH && i % WIDTH > 0;
      double upperLeft = light[hasUpperLeft ? i - WIDTH - 1 : i];
      lit[i] = light[i] + RELIEF * (light[i] - upperLeft);
    }
    return lit;
  }

  private FrostPicture coloured(double[] lit) {
    double mean = Arrays.stream(lit).average().orElseThrow();
    double square = 0;
    for (double value : lit) {
      square += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(square / lit.length);
    byte[] rgb = new byte[3 * lit.length];
    for (int i = 0; i < rgb.length; i++) {
      double standard = (lit[i / 3] - mean) / deviation;
      double value = look.mean[i % 3] + look.deviation[i % 3] * standard;
      rgb[i] = (byte) (int) Math.max(0, Math.min(255, value + .5));
    }
    return new FrostPicture(HEIGHT, WIDTH, rgb);
  }
}
