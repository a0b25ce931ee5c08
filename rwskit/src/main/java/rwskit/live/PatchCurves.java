package rwskit.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.signature.Signature;

/** Readings at every ¼ of α, measured once for each corruption and number of layers. */
final class PatchCurves {
  static final double GREATEST = 1.5;
  private static final double STEP = .25;

  private final PatchMeter meter;
  private final Map<Corruption, Signature> signatures;
  private final Map<List<Object>, List<Reading>> known = new HashMap<>();

  PatchCurves(PatchMeter meter, Map<Corruption, Signature> signatures) {
    this.meter = meter;
    this.signatures = signatures;
  }

  PatchMeter meter() {
    return meter;
  }

  Signature signature(Corruption corruption, int layers) {
    return signatures.get(corruption).firstLayers(layers);
  }

  List<Reading> of(Corruption corruption, int layers) {
    return known.computeIfAbsent(
        List.of(corruption, layers),
        key ->
            IntStream.rangeClosed(0, (int) Math.round(GREATEST / STEP))
                .mapToObj(i -> meter.read(signature(corruption, layers), corruption, i * STEP))
                .toList());
  }
}
