package rwskit.signature;

import rwskit.file.BadInputException;

/**
 * The levels of one tensor: between the lowest and the highest on the quantiser's scale, evenly.
 *
 * @param quantization the quantiser and the size of a code
 * @param lowest the lowest level, on the quantiser's scale
 * @param highest the highest one
 * @param count how many; of {@link Quantizer#LOG} one less where code 0 stands for zero
 */
record Levels(Quantization quantization, float lowest, float highest, int count) {
  Levels {
    boolean zero = quantization.quantizer() == Quantizer.LOG && count == quantization.levels() - 1;
    if (count != quantization.levels() && !zero) {
      throw new BadInputException(
          "%s levels do not go with %s; %s were expected"
              .formatted(count, quantization, quantization.levels()));
    }
    // Between its ends a scale is monotonic, so that all levels are finite if these are.
    float first = quantization.quantizer().fromScale(lowest);
    float last = quantization.quantizer().fromScale(level(count - 1, lowest, highest, count));
    if (!(lowest <= highest) || !Float.isFinite(first) || !Float.isFinite(last)) {
      throw new BadInputException(
          "levels from %s to %s (%s) are out of order or beyond single precision"
              .formatted(lowest, highest, quantization));
    }
  }

  /** The levels that a tensor's numbers, all finite, ask for. */
  static Levels of(Quantization quantization, float[] values) {
    Quantizer quantizer = quantization.quantizer();
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    int count = quantization.levels();
    for (float value : values) {
      if (quantizer == Quantizer.LOG && value == 0) {
        count = quantization.levels() - 1;
      } else {
        float scaled = quantizer.toScale(value);
        lowest = Math.min(lowest, scaled);
        highest = Math.max(highest, scaled);
      }
    }
    if (lowest > highest) {
      return new Levels(quantization, 0, 0, count);
    }
    if (count == 1) {
      float middle = (lowest + highest) / 2;
      return new Levels(quantization, middle, middle, count);
    }
    return new Levels(quantization, lowest, highest, count);
  }

  /** The code of the level nearest to a number between those that the levels were made for. */
  int code(float value) {
    if (quantization.quantizer() != Quantizer.LOG) {
      return index(value);
    }
    if (value == 0) {
      return 0;
    }
    return index(value) + zeroCodes() | (value < 0 ? signBit() : 0);
  }

  /** The number that a code, from 0 to 2^bits − 1, stands for. */
  float value(int code) {
    Quantizer quantizer = quantization.quantizer();
    if (quantizer != Quantizer.LOG) {
      return quantizer.fromScale(level(code, lowest, highest, count));
    }
    int index = (code & signBit() - 1) - zeroCodes();
    if (index < 0) {
      return 0;
    }
    float magnitude = quantizer.fromScale(level(index, lowest, highest, count));
    return (code & signBit()) == 0 ? magnitude : -magnitude;
  }

  private int index(float value) {
    if (lowest == highest) {
      return 0;
    }
    float scaled = quantization.quantizer().toScale(value);
    return (int) Math.rint((scaled - lowest) / (highest - lowest) * (count - 1));
  }

  private static float level(int index, float lowest, float highest, int count) {
    return count == 1 ? lowest : (float) index / (count - 1) * (highest - lowest) + lowest;
  }

  private int zeroCodes() {
    return quantization.levels() - count;
  }

  private int signBit() {
    return quantization.codes() / 2;
  }
}
