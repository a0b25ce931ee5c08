package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored entries of less than 4 GiB each, which may be larger than that in
 * all. Java's own writer aligns nothing, and PyTorch and this kit map what is aligned.
 */
final class ZipWriter {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_SIZE = 30;
  private static final int EXTRA_SIZE = 4;

  /** The extra field with which PyTorch, too, fills up to the next aligned byte. */
  private static final short PADDING = 0x4246;

  private static final short VERSION_64 = 45;

  /** 1 January 1980, the first day that zip knows: one content gives one file. */
  private static final short DATE = 0x21;

  private static final int IN_64_BITS = -1;

  private final WritableByteChannel channel;
  private final ByteArrayOutputStream central = new ByteArrayOutputStream();
  private long entries;
  private long written;

  /**
   * @param channel receives the archive
   */
  ZipWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  void add(String name, ByteBuffer bytes) throws IOException {
    byte[] nameBytes = name.getBytes(UTF_8);
    int size = bytes.remaining();
    long begin = written;
    long unpadded = begin + LOCAL_SIZE + nameBytes.length + EXTRA_SIZE;
    int padding = (int) (-unpadded & ALIGNMENT - 1);
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    ByteBuffer local = little(LOCAL_SIZE + nameBytes.length + EXTRA_SIZE + padding);
    local.putInt(0x04034b50).putShort(VERSION_64);
    putDescription(local, crc, size);
    local.putShort((short) nameBytes.length).putShort((short) (EXTRA_SIZE + padding));
    local.put(nameBytes).putShort(PADDING).putShort((short) padding);
    write(local.rewind());
    write(bytes);
    addToCentral(nameBytes, crc, size, begin);
  }

  private void addToCentral(byte[] name, CRC32 crc, int size, long begin) {
    ByteBuffer header = little(46 + name.length + 12);
    header.putInt(0x02014b50).putShort(VERSION_64).putShort(VERSION_64);
    putDescription(header, crc, size);
    header.putShort((short) name.length).putShort((short) 12);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    header.putInt(IN_64_BITS).put(name);
    header.putShort((short) 1).putShort((short) 8).putLong(begin);
    central.writeBytes(header.array());
    entries++;
  }

  /** What local and central headers have in common: flags to sizes. */
  private static void putDescription(ByteBuffer header, CRC32 crc, int size) {
    short utf8Names = 1 << 11;
    short stored = 0;
    header.putShort(utf8Names).putShort(stored).putShort((short) 0).putShort(DATE);
    header.putInt((int) crc.getValue()).putInt(size).putInt(size);
  }

  /** Writes the directory and ends the archive. */
  void finish() throws IOException {
    long begin = written;
    write(ByteBuffer.wrap(central.toByteArray()));
    ByteBuffer end = little(56 + 20 + 22);
    end.putInt(0x06064b50).putLong(44).putShort(VERSION_64).putShort(VERSION_64);
    end.putInt(0).putInt(0).putLong(entries).putLong(entries);
    end.putLong(central.size()).putLong(begin);
    end.putInt(0x07064b50).putInt(0).putLong(begin + central.size()).putInt(1);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    end.putShort((short) -1).putShort((short) -1);
    end.putInt(IN_64_BITS).putInt(IN_64_BITS).putShort((short) 0);
    write(end.flip());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
