package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Reads the operands of a pickle's instructions. */
final class PickleInput {
  private static final int LONGEST_NAME = 200;

  private final Path file;
  private final ByteBuffer in;

  PickleInput(Path file, ByteBuffer in) {
    this.file = file;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  int u1() {
    return need(1).get() & 0xff;
  }

  int u2() {
    return u1() | u1() << 8;
  }

  int i4() {
    return need(4).getInt();
  }

  long u4() {
    return i4() & 0xffffffffL;
  }

  long i8() {
    return need(8).getLong();
  }

  double bigEndianDouble() {
    return need(8).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /** A whole number of any length; a {@link Long} if it fits. */
  Object integer(long length) {
    ByteBuffer bytes = need(length);
    if (length == 0) {
      return 0L;
    }
    byte[] bigEndian = new byte[bytes.remaining()];
    for (int i = bigEndian.length - 1; i >= 0; i--) {
      bigEndian[i] = bytes.get();
    }
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  String text(long length) {
    return UTF_8.decode(need(length)).toString();
  }

  String line() {
    StringBuilder text = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      if (text.length() == LONGEST_NAME) {
        throw PickleGlobals.damaged(file, "a name has more than %d characters", LONGEST_NAME);
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** A part of the file, not copied. */
  ByteBuffer need(long length) {
    if (length < 0 || length > in.remaining()) {
      throw PickleGlobals.bad(file, "is truncated or damaged: it ends within an instruction");
    }
    ByteBuffer part = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return part;
  }
}
