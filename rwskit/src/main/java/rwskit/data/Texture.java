package rwskit.data;

import static java.lang.Math.abs;
import static java.lang.Math.floor;
import static java.lang.Math.max;
import static java.lang.Math.sqrt;

import java.util.Locale;

/** The ten textures, each by its coverage where neighbouring bands are one wavelength apart. */
enum Texture implements Motif {
  STRIPES {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      return band(u / size, size);
    }
  },
  CHECKS {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      return Motif.clip(.5 + wave(u / size) * wave(v / size) * size / TURN);
    }
  },
  RINGS {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      return band(sqrt(u * u + v * v) / size + variation, size);
    }
  },
  SPOKES {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      int spokes = 5 + (int) (5 * variation);
      return band(spokes * turns(u, v), TURN * sqrt(u * u + v * v) / spokes);
    }
  },
  SPIRAL {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      double arms = (variation < .5 ? -1 : 1) * (1 + (int) (4 * variation) % 2);
      return band(sqrt(u * u + v * v) / size + arms * turns(u, v), size);
    }
  },
  WAVES {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      double swing = .3 + .2 * variation;
      return band(u / size + swing * wave(v / (2.2 * size)), size);
    }
  },
  GRID {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      double halfLine = (.1 + .06 * variation) * size;
      return max(line(u, size, halfLine), line(v, size, halfLine));
    }
  },
  DOTS {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      double du = offset(u / size) * size;
      double dv = offset(v / size) * size;
      return Motif.clip(.5 + (.24 + .1 * variation) * size - sqrt(du * du + dv * dv));
    }
  },
  BRICKS {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      double halfLine = (.1 + .05 * variation) * size;
      double row = floor(v / size);
      double shifted = u + (row % 2) * size;
      return max(line(v, size, halfLine), line(shifted, 2 * size, halfLine));
    }
  },
  TRIANGLES {
    @Override
    public double coverage(double u, double v, double size, double variation) {
      double pitch = 1.8 * size;
      double across = HALF_ROOT_3 * v;
      double sides =
          wave(u / pitch) * wave((across - u / 2) / pitch) * wave((across + u / 2) / pitch);
      return Motif.clip(.5 + 1.5 * sides * pitch / TURN);
    }
  };

  private static final double TURN = 2 * Math.PI;
  private static final double HALF_ROOT_3 = StrictMath.sqrt(3) / 2;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public double smallest() {
    return 5;
  }

  @Override
  public double largest() {
    return 9;
  }

  @Override
  public double shift() {
    return 8;
  }

  /** Sine of a number of turns. */
  private static double wave(double turns) {
    return StrictMath.sin(TURN * offset(turns));
  }

  /**
   * Half of every turn is figure; the edges are one pixel soft where a turn is that many pixels.
   */
  private static double band(double turns, double pixelsPerTurn) {
    return Motif.clip(.5 + (.25 - abs(offset(turns))) * pixelsPerTurn);
  }

  /** A line of that half width through every multiple of the period. */
  private static double line(double at, double period, double halfWidth) {
    return Motif.clip(.5 + halfWidth - abs(offset(at / period)) * period);
  }

  /** The distance from the nearest whole number, −½ to ½. */
  private static double offset(double value) {
    return value - floor(value + .5);
  }

  private static double turns(double u, double v) {
    return StrictMath.atan2(v, u) / TURN;
  }
}
