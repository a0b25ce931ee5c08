package rwskit.signature;

/**
 * How a signature's numbers are brought to few levels, tensor by tensor: to the nearest of n levels
 * that are spaced evenly, from the tensor's smallest number to its largest, on a scale of the
 * quantiser's. As in the official implementation, which computes in single precision and rounds
 * ties to even: q = round((y − min) / (max − min) · (n − 1)), ŷ = q / (n − 1) · (max − min) + min.
 * A tensor of one value, where the official implementation divides by zero, keeps that value.
 */
public enum Quantizer {
  /**
   * y = x, n = 2^bits levels. The error is at most half a step, (max − min) / (n − 1) / 2; zeros
   * move by as much.
   */
  LINEAR {
    @Override
    float toScale(float value) {
      return value;
    }

    @Override
    float fromScale(float value) {
      return value;
    }
  },
  /**
   * y = log2 |x|, n = 2^bits / 2 levels, and the sign: fine steps for small numbers, coarse ones
   * for large. Zeros, which have no logarithm (the official implementation yields NaN), stay zeros:
   * a tensor that holds any gives up its lowest level for them and has n − 1, over its other
   * numbers. With two bits that is a single level, the geometric mean of the smallest and the
   * largest magnitude.
   */
  LOG {
    @Override
    float toScale(float value) {
      return (float) (Math.log(Math.abs(value)) / Math.log(2));
    }

    @Override
    float fromScale(float value) {
      return (float) Math.pow(2, value);
    }
  },
  /**
   * y = tanh x, n = 2^bits levels. For numbers far below 1, as signatures have, nearly {@link
   * #LINEAR}; numbers from 9 on cannot be told apart in single precision and are refused.
   */
  TANH {
    @Override
    float toScale(float value) {
      return (float) Math.tanh(value);
    }

    @Override
    float fromScale(float value) {
      double y = value;
      return (float) (0.5 * (Math.log1p(y) - Math.log1p(-y)));
    }
  };

  /** Where a number lies on this quantiser's scale. */
  abstract float toScale(float value);

  /** The number, for {@link #LOG} its magnitude, at a place on the scale. */
  abstract float fromScale(float value);
}
