package rwskit.data;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.sqrt;

import java.util.Locale;

/** The ten shapes, each by its signed distance (negative inside) where its radius is 1. */
enum Shape implements Motif {
  DISC {
    @Override
    double distance(double u, double v, double variation) {
      return disc(u, v, .9);
    }
  },
  SQUARE {
    @Override
    double distance(double u, double v, double variation) {
      return box(u, v, .75, .75);
    }
  },
  TRIANGLE {
    @Override
    double distance(double u, double v, double variation) {
      return max(-v, abs(u) * HALF_ROOT_3 + v * .5) - .5;
    }
  },
  STAR {
    @Override
    double distance(double u, double v, double variation) {
      // A pentagram is inside all but one of the five half-planes along its lines.
      double largest = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < 5; i++) {
        double side = u * FIFTHS[2 * i] + v * FIFTHS[2 * i + 1];
        second = max(second, min(side, largest));
        largest = max(largest, side);
      }
      return second - .36;
    }
  },
  CROSS {
    @Override
    double distance(double u, double v, double variation) {
      double arm = .2 + .15 * variation;
      return min(box(u, v, .95, arm), box(u, v, arm, .95));
    }
  },
  RING {
    @Override
    double distance(double u, double v, double variation) {
      return abs(disc(u, v, .72)) - (.14 + .12 * variation);
    }
  },
  CRESCENT {
    @Override
    double distance(double u, double v, double variation) {
      return max(disc(u, v, .95), -disc(u - .35 - .2 * variation, v, .75));
    }
  },
  HALF_DISC {
    @Override
    double distance(double u, double v, double variation) {
      return max(disc(u + .3, v, .95), -u - .3);
    }
  },
  BAR {
    @Override
    double distance(double u, double v, double variation) {
      return box(u, v, 1, .2 + .15 * variation);
    }
  },
  FRAME {
    @Override
    double distance(double u, double v, double variation) {
      return abs(box(u, v, .62, .62)) - (.12 + .1 * variation);
    }
  };

  private static final double HALF_ROOT_3 = StrictMath.sqrt(3) / 2;
  private static final double[] FIFTHS = fifths();

  abstract double distance(double u, double v, double variation);

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public double smallest() {
    return 6;
  }

  @Override
  public double largest() {
    return 12;
  }

  @Override
  public double shift() {
    return 5;
  }

  @Override
  public double coverage(double u, double v, double size, double variation) {
    return Motif.clip(.5 - size * distance(u / size, v / size, variation));
  }

  private static double disc(double u, double v, double radius) {
    return sqrt(u * u + v * v) - radius;
  }

  private static double box(double u, double v, double halfWidth, double halfHeight) {
    return max(abs(u) - halfWidth, abs(v) - halfHeight);
  }

  private static double[] fifths() {
    double[] directions = new double[10];
    for (int i = 0; i < 5; i++) {
      directions[2 * i] = StrictMath.sin(2 * Math.PI * i / 5);
      directions[2 * i + 1] = StrictMath.cos(2 * Math.PI * i / 5);
    }
    return directions;
  }
}
