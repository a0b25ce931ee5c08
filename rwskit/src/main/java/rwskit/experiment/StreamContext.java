package rwskit.experiment;

import java.util.Optional;
import java.util.function.LongFunction;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Detector;
import rwskit.study.Models;
import rwskit.weights.StateDict;

/**
 * What methods on a stream are made of.
 *
 * @param models of the seed in view
 * @param detector null where no method needs it
 * @param patched weights, the same object for all streams of a seed
 * @param settings of the networks that patch themselves
 * @param mixture θ_mix of a seed, where there is one
 */
record StreamContext(
    Models models,
    Detector detector,
    StreamWeights patched,
    AutoPatchSettings settings,
    LongFunction<Optional<StateDict>> mixture) {}
