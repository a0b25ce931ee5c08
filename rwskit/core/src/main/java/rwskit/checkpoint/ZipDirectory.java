package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import rwskit.file.BadInputException;

/**
 * What a zip archive holds, and where; as in <a
 * href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 6.3</a>, with its
 * 64-bit extension. Names are keys here, never paths on a disk. Java's own reader does not say
 * where in the file an entry's bytes lie, so they could not be mapped.
 */
final class ZipDirectory {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int END_SIZE = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final int CENTRAL_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final long UNSIGNED = 0xffffffffL;

  /** Far more than a network has tensors; keeps a forged directory from taking all memory. */
  private static final int MOST_BYTES = 32 << 20;

  private static final int MOST_ENTRIES = 200_000;

  /** Weights hardly shrink; what grows more than this is there to fill the memory. */
  private static final int MOST_GROWTH = 16;

  private static final int HARMLESS = 64 << 20;

  private final MappedFile mapped;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * One file in the archive.
   *
   * @param begin where its local header begins
   * @param packed its bytes in the archive
   * @param size its bytes when inflated
   * @param limit where the next one begins
   */
  private record Entry(
      String name, int flags, int method, long begin, long packed, long size, long limit) {}

  private ZipDirectory(MappedFile mapped) {
    this.mapped = mapped;
  }

  static ZipDirectory read(MappedFile mapped) throws IOException {
    ZipDirectory directory = new ZipDirectory(mapped);
    directory.readEntries();
    return directory;
  }

  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** The bytes of an entry once inflated. */
  long size(String name) {
    return entry(name).size;
  }

  /** Whether an entry's bytes lie in the file as they are. */
  boolean isStored(String name) {
    return entry(name).method == 0;
  }

  /** A part of a stored entry, mapped. */
  ByteBuffer range(String name, long from, long length) throws IOException {
    Entry entry = entry(name);
    if (from < 0 || length < 0 || from > entry.size - length) {
      throw bad("entry %s has %d bytes, fewer than are referred to", name, entry.size);
    }
    return mapped.range(dataStart(entry) + from, length);
  }

  /** All of an entry, inflated if need be. */
  ByteBuffer bytes(String name) throws IOException {
    Entry entry = entry(name);
    ByteBuffer packed = packed(name);
    return entry.method == 0 ? packed : inflate(name, packed);
  }

  /** An entry's bytes as they lie in the archive; what has too large a size is refused here. */
  ByteBuffer packed(String name) throws IOException {
    Entry entry = entry(name);
    if (entry.method != 0 && entry.size > HARMLESS + MOST_GROWTH * entry.packed) {
      throw bad("entry %s would grow from %d to %d bytes", name, entry.packed, entry.size);
    }
    return mapped.range(dataStart(entry), entry.packed);
  }

  /** Inflates what {@link #packed} gave; the file may be closed by then. */
  ByteBuffer inflate(String name, ByteBuffer packed) {
    byte[] bytes = new byte[Math.toIntExact(entry(name).size)];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed.duplicate());
      int at = 0;
      while (at < bytes.length) {
        int count = inflater.inflate(bytes, at, bytes.length - at);
        if (count == 0) {
          throw bad("entry %s is damaged: it inflates to %d bytes, not %d", name, at, bytes.length);
        }
        at += count;
      }
    } catch (DataFormatException e) {
      throw bad("entry %s is damaged: %s", name, e.getMessage());
    } finally {
      inflater.end();
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw bad("the archive has no entry %s", name);
    }
    return entry;
  }

  private long dataStart(Entry entry) throws IOException {
    if ((entry.flags & 1) != 0) {
      throw bad("entry %s is encrypted", entry.name);
    }
    if (entry.method != 0 && entry.method != 8) {
      throw bad("entry %s is packed by method %d; 0 or 8 was expected", entry.name, entry.method);
    }
    if (entry.method == 0 && entry.packed != entry.size) {
      throw bad("entry %s is stored and has two sizes", entry.name);
    }
    ByteBuffer local = mapped.range(entry.begin, LOCAL_SIZE);
    if (local.getInt(0) != LOCAL) {
      throw bad("entry %s has no local header where one should be", entry.name);
    }
    long start = entry.begin + LOCAL_SIZE + unsigned(local, 26) + unsigned(local, 28);
    if (start > entry.limit - entry.packed) {
      throw bad("entry %s reaches into the next one", entry.name);
    }
    return start;
  }

  private void readEntries() throws IOException {
    End end = end();
    if (end.count > MOST_ENTRIES || end.size > MOST_BYTES) {
      throw bad(
          "the archive claims %s entries; no checkpoint has more than %d",
          Long.toUnsignedString(end.count), MOST_ENTRIES);
    }
    ByteBuffer central = mapped.range(end.begin, end.size);
    List<Entry> found = new ArrayList<>();
    while (found.size() < end.count) {
      found.add(next(central));
    }
    found.sort(Comparator.comparingLong(Entry::begin));
    for (int i = 0; i < found.size(); i++) {
      Entry entry = found.get(i);
      long limit = i + 1 < found.size() ? found.get(i + 1).begin : end.begin;
      if (entry.begin < 0
          || entry.packed < 0
          || entry.size < 0
          || entry.begin > limit - LOCAL_SIZE
          || entry.packed > limit - LOCAL_SIZE - entry.begin) {
        throw bad("entry %s overlaps another one or lies outside the archive", entry.name);
      }
      Entry bounded =
          new Entry(
              entry.name, entry.flags, entry.method, entry.begin, entry.packed, entry.size, limit);
      if (entries.put(entry.name, bounded) != null) {
        throw bad("the archive has two entries %s", entry.name);
      }
    }
  }

  private Entry next(ByteBuffer central) {
    if (central.remaining() < CENTRAL_SIZE || central.getInt(central.position()) != CENTRAL) {
      throw bad("the zip directory is damaged");
    }
    ByteBuffer header = central.slice(central.position(), CENTRAL_SIZE);
    header.order(ByteOrder.LITTLE_ENDIAN);
    central.position(central.position() + CENTRAL_SIZE);
    int nameLength = unsigned(header, 28);
    int extraLength = unsigned(header, 30);
    int commentLength = unsigned(header, 32);
    if (central.remaining() < nameLength + extraLength + commentLength) {
      throw bad("the zip directory is damaged");
    }
    byte[] name = new byte[nameLength];
    central.get(name);
    ByteBuffer extra = central.slice(central.position(), extraLength);
    extra.order(ByteOrder.LITTLE_ENDIAN);
    central.position(central.position() + extraLength + commentLength);
    ByteBuffer wide = wide(extra);
    long size = widened(header.getInt(24), wide);
    long packed = widened(header.getInt(20), wide);
    long begin = widened(header.getInt(42), wide);
    return new Entry(
        new String(name, UTF_8), unsigned(header, 8), unsigned(header, 10), begin, packed, size, 0);
  }

  /** The 64-bit numbers in an entry's extra fields; empty if there are none. */
  private static ByteBuffer wide(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
      if (id == 1) {
        return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private long widened(int narrow, ByteBuffer wide) {
    if (narrow != -1) {
      return narrow & UNSIGNED;
    }
    if (wide.remaining() < 8) {
      throw bad("the zip directory is damaged: a 64-bit number is missing");
    }
    return wide.getLong();
  }

  /** Where the list of entries lies. */
  private record End(long begin, long size, long count) {}

  private End end() throws IOException {
    int tailSize = (int) Math.min(mapped.size(), END_SIZE + 0xffff);
    long tailStart = mapped.size() - tailSize;
    ByteBuffer tail = mapped.range(tailStart, tailSize);
    for (int at = tailSize - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_SIZE + unsigned(tail, at + 20) == tailSize) {
        End end =
            new End(
                tail.getInt(at + 16) & UNSIGNED,
                tail.getInt(at + 12) & UNSIGNED,
                unsigned(tail, at + 10));
        return end64(tailStart + at, end);
      }
    }
    throw bad("the zip archive is truncated: its directory is missing");
  }

  private End end64(long endAt, End narrow) throws IOException {
    if (endAt < LOCATOR_SIZE) {
      return narrow;
    }
    ByteBuffer locator = mapped.range(endAt - LOCATOR_SIZE, LOCATOR_SIZE);
    if (locator.getInt(0) != LOCATOR_64) {
      return narrow;
    }
    ByteBuffer end = mapped.range(locator.getLong(8), 56);
    if (end.getInt(0) != END_64) {
      throw bad("the zip archive is damaged: its 64-bit end record is missing");
    }
    End wide = new End(end.getLong(48), end.getLong(40), end.getLong(32));
    if (wide.begin < 0 || wide.size < 0 || wide.count < 0) {
      throw bad("the zip directory is damaged: a size is negative");
    }
    return wide;
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private BadInputException bad(String reason, Object... values) {
    return new BadInputException(mapped.file() + ": " + String.format(Locale.ROOT, reason, values));
  }
}
