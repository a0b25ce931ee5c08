package rwskit.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The members of a tar archive, one after the other.
 *
 * <p>Not commons-compress, which is on the class path: its 1.27 reads a name of any announced
 * length into memory (a gigabyte of it packs into one megabyte), calls itself for each name before
 * a file until the stack ends, and leaves checksums of headers to its caller.
 */
final class TarStream {
  private static final int BLOCK = 512;
  private static final int MOST_HEADER = 1 << 16;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;

  private final InputStream stream;
  private final Unpacking target;
  private final byte[] header = new byte[BLOCK];

  // What a preceding header says of the next member.
  private String longName;
  private long longSize = -1;

  TarStream(InputStream stream, Unpacking target) {
    this.stream = stream;
    this.target = target;
  }

  void unpack() throws IOException {
    while (nextHeader()) {
      String name = longName != null ? longName : name();
      char type = (char) header[TYPE];
      long size = longSize >= 0 ? longSize : number(SIZE, 12);
      if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
        target.count();
        describe(type, number(SIZE, 12));
        continue;
      }
      longName = null;
      longSize = -1;
      switch (type) {
        case '0', '\0', '7' -> {
          if (name.endsWith("/")) {
            folder(name, size);
          } else {
            target.file(name, new Content(size));
          }
        }
        case '5' -> folder(name, size);
        case '1', '2' -> throw target.bad(name, "is a link");
        case '3', '4', '6' -> throw target.bad(name, "is a device");
        default -> throw target.bad(name, "is of the unknown type \"%s\"", type);
      }
      skip((BLOCK - size % BLOCK) % BLOCK);
    }
  }

  private void folder(String name, long size) throws IOException {
    if (size > 0) {
      throw target.bad(name, "is a folder with %,d bytes of its own", size);
    }
    target.folder(name);
  }

  /** Whether there is another member. */
  private boolean nextHeader() throws IOException {
    int count = stream.readNBytes(header, 0, BLOCK);
    if (count == 0) {
      return false;
    }
    if (count < BLOCK) {
      throw new EOFException("a header is cut short");
    }
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : header[i] & 0xff;
    }
    if (sum == 8 * ' ') {
      return false;
    }
    if (sum != number(CHECKSUM, 8)) {
      throw new EOFException("a header's checksum is wrong");
    }
    return true;
  }

  private String name() {
    String name = text(0, 100);
    boolean posix = text(MAGIC, 6).equals("ustar") && header[MAGIC + 5] == 0;
    String prefix = posix ? text(PREFIX, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private void describe(char type, long size) throws IOException {
    if (size > MOST_HEADER) {
      throw target.bad(name(), "is a header of %,d bytes", size);
    }
    byte[] content = stream.readNBytes((int) size);
    if (content.length < size) {
      throw new EOFException("a header is cut short");
    }
    skip((BLOCK - size % BLOCK) % BLOCK);
    if (type == 'L') {
      longName = new String(content, UTF_8).replaceAll("\0.*", "");
    } else if (type == 'x') {
      describeByPairs(content);
    }
  }

  /** Lines of their own length in digits, a blank, a key, an equals sign, a value. */
  private void describeByPairs(byte[] content) throws IOException {
    for (int at = 0; at < content.length; ) {
      int blank = at;
      while (blank < content.length && content[blank] != ' ') {
        blank++;
      }
      int length = Math.toIntExact(parse(new String(content, at, blank - at, UTF_8), 10));
      if (length <= blank - at + 1 || length > content.length - at) {
        throw new EOFException("an extended header is damaged");
      }
      String line = new String(content, blank + 1, length - (blank - at) - 2, UTF_8);
      if (line.startsWith("path=")) {
        longName = line.substring(5);
      } else if (line.startsWith("size=")) {
        longSize = parse(line.substring(5), 10);
      } else if (line.startsWith("GNU.sparse")) {
        throw target.bad(name(), "is a sparse file");
      }
      at += length;
    }
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, UTF_8);
  }

  /** Octal digits, or where the first bit is set a binary number. */
  private long number(int from, int length) throws IOException {
    if (header[from] >= 0) {
      String digits = text(from, length).strip();
      return digits.isEmpty() ? 0 : parse(digits, 8);
    }
    byte[] binary = Arrays.copyOfRange(header, from, from + length);
    binary[0] &= 0x7f;
    BigInteger value = new BigInteger(binary);
    if (value.bitLength() > 62 || value.signum() < 0) {
      throw new EOFException("a size is absurd");
    }
    return value.longValue();
  }

  private static long parse(String digits, int base) throws IOException {
    try {
      long value = Long.parseLong(digits, base);
      if (value >= 0 && value < 1L << 62) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new EOFException("a number is damaged");
  }

  private void skip(long count) throws IOException {
    try {
      stream.skipNBytes(count);
    } catch (EOFException e) {
      throw new EOFException("its end is missing");
    }
  }

  /** The bytes of one member. */
  private final class Content extends InputStream {
    private long left;

    Content(long size) {
      left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = stream.read(bytes, from, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("a file is cut short");
      }
      left -= count;
      return count;
    }
  }
}
