// Writes data-recipes/zoo/shapes/: a small trained network and three of its signatures, for notebooks that
// train nothing. Needs the jar; trains what the store lacks, at the scale "default". From the repository's root:
//   jshell --class-path 'rwskit/target/rwskit.jar:rwskit/target/lib/*' environment/zoo.jsh
import java.nio.file.*;
import rwskit.checkpoint.Checkpoint;
import rwskit.corruption.Corruption;
import rwskit.signature.*;
import rwskit.study.*;
import static rwskit.corruption.Corruption.*;

var folder = Path.of("data-recipes", "zoo", "shapes");
Files.createDirectories(folder);
var study = NamedStudies.get("shapes", Scale.DEFAULT).withCorruptions(CONTRAST, GAUSSIAN_NOISE, SNOW).withSeeds(0);
var models = study.train(Compute.workers(1));
Checkpoint.write(folder.resolve("standard.safetensors"), models.standard(), Map.of());
for (Corruption corruption : study.corruptions()) {
    // Six layers, 8 bits a number: about a tenth of the network's own size each.
    models.measuredSignature(corruption, 6).quantized(Quantizer.LINEAR, 8).write(folder.resolve(corruption.label() + ".safetensors"));
}
/exit
