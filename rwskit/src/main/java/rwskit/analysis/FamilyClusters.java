package rwskit.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.DistanceType;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import rwskit.corruption.Corruption;
import rwskit.corruption.Family;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Whether signatures, left to themselves, fall into the benchmark's four families: Tribuo's k-means
 * with as many clusters as families, compared with the families by the adjusted Rand index (L.
 * Hubert, P. Arabie, "Comparing partitions", J. Classif. 2, 1985), which is 1 for the same
 * partition and 0 on average for an unrelated one. Signatures of one corruption would fall together
 * whatever the families mean, so the index is set against families that are dealt out to whole
 * corruptions at random.
 */
public final class FamilyClusters {
  /** Column: how many samples were clustered. */
  public static final String SAMPLES = "samples";

  /** Column: adjusted Rand index of clusters and families, mean over {@value #STARTS} starts. */
  public static final String INDEX = "adjusted Rand index";

  /** Column: its standard deviation over starts. */
  public static final String DEVIATION = "standard deviation";

  /** Column: the index that one in twenty random families would exceed. */
  public static final String RANDOM = "random families, 95 %";

  /** Column of {@link #clusters}: the number of a cluster, from 1. */
  public static final String CLUSTER = "cluster";

  private static final int FAMILIES = Family.values().length;
  private static final int DIMENSIONS = 128;
  private static final int STARTS = 20;
  private static final int ITERATIONS = 50;
  private static final int SHUFFLES = 500;

  private FamilyClusters() {}

  /**
   * @param samples signatures of at least two families
   * @return the index: one row
   * @throws BadInputException if there are fewer samples than families
   */
  public static Table index(List<SignatureSample> samples) {
    int[] families = families(samples);
    double[] found = new double[STARTS];
    double[] random = new double[STARTS * SHUFFLES];
    RandomStream shuffles = RandomStream.of(RandomStream.key("random families"));
    List<Example<ClusterID>> examples = examples(samples);
    for (int start = 0; start < STARTS; start++) {
      int[] clusters = clusters(examples, start);
      found[start] = adjustedRand(clusters, families);
      for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
        random[start * SHUFFLES + shuffle] =
            adjustedRand(clusters, shuffled(samples, families, shuffles));
      }
    }
    Arrays.sort(random);
    DoubleColumn starts = DoubleColumn.create("", found);
    return Table.create(
        "clusters and families",
        IntColumn.create(SAMPLES, new int[] {samples.size()}),
        DoubleColumn.create(INDEX, starts.mean()),
        DoubleColumn.create(DEVIATION, starts.standardDeviation()),
        DoubleColumn.create(RANDOM, random[(int) (.95 * random.length)]));
  }

  /**
   * @param samples signatures
   * @return a row for each corruption and cluster that shares samples, of the first start
   */
  public static Table clusters(List<SignatureSample> samples) {
    int[] clusters = clusters(examples(samples), 0);
    Table table =
        Table.create(
            "clusters",
            IntColumn.create(CLUSTER),
            StringColumn.create("family"),
            StringColumn.create(Similarity.CORRUPTION));
    for (int i = 0; i < clusters.length; i++) {
      table.intColumn(CLUSTER).append(clusters[i] + 1);
      table.stringColumn("family").append(samples.get(i).corruption().family().label());
      table.stringColumn(Similarity.CORRUPTION).append(samples.get(i).corruption().label());
    }
    Table counted = table.countBy(CLUSTER, "family", Similarity.CORRUPTION);
    counted.column(3).setName(SAMPLES);
    return counted.sortOn(CLUSTER, "family", Similarity.CORRUPTION);
  }

  private static int[] families(List<SignatureSample> samples) {
    return samples.stream().mapToInt(sample -> sample.corruption().family().ordinal()).toArray();
  }

  private static List<Example<ClusterID>> examples(List<SignatureSample> samples) {
    if (samples.size() < FAMILIES) {
      throw new BadInputException(
          "clustering into %s families needs as many signatures, found %s"
              .formatted(FAMILIES, samples.size()));
    }
    return samples.stream().map(FamilyClusters::example).toList();
  }

  private static int[] clusters(List<Example<ClusterID>> examples, long start) {
    TribuoLog.warningsOnly();
    ClusteringFactory factory = new ClusteringFactory();
    MutableDataset<ClusterID> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("signatures", factory), factory);
    examples.forEach(dataset::add);
    var model =
        new KMeansTrainer(
                FAMILIES,
                ITERATIONS,
                DistanceType.L2.getDistance(),
                KMeansTrainer.Initialisation.PLUSPLUS,
                1,
                start)
            .train(dataset);
    return examples.stream().mapToInt(one -> model.predict(one).getOutput().getID()).toArray();
  }

  private static Example<ClusterID> example(SignatureSample sample) {
    double[] values = sample.vector().projected(DIMENSIONS);
    String[] names =
        IntStream.range(0, values.length).mapToObj("%04d"::formatted).toArray(String[]::new);
    return new ArrayExample<>(ClusteringFactory.UNASSIGNED_CLUSTER_ID, names, values);
  }

  /** Families of the same sizes, dealt out to whole corruptions. */
  private static int[] shuffled(
      List<SignatureSample> samples, int[] families, RandomStream random) {
    List<Integer> corruptions =
        samples.stream().map(sample -> sample.corruption().ordinal()).distinct().toList();
    int[] order = random.permutation(corruptions.size());
    int[] dealt = new int[families.length];
    for (int i = 0; i < dealt.length; i++) {
      int place = corruptions.indexOf(samples.get(i).corruption().ordinal());
      int other = corruptions.get(order[place]);
      dealt[i] = Corruption.values()[other].family().ordinal();
    }
    return dealt;
  }

  static double adjustedRand(int[] one, int[] other) {
    int rows = Arrays.stream(one).max().orElse(0) + 1;
    int columns = Arrays.stream(other).max().orElse(0) + 1;
    long[][] counts = new long[rows][columns];
    for (int i = 0; i < one.length; i++) {
      counts[one[i]][other[i]]++;
    }
    double both = 0;
    double inRows = 0;
    double inColumns = 0;
    for (long[] row : counts) {
      both += Arrays.stream(row).mapToDouble(FamilyClusters::pairs).sum();
      inRows += pairs(Arrays.stream(row).sum());
    }
    for (int column = 0; column < columns; column++) {
      int fixed = column;
      inColumns += pairs(Arrays.stream(counts).mapToLong(row -> row[fixed]).sum());
    }
    double expected = inRows * inColumns / pairs(one.length);
    double highest = (inRows + inColumns) / 2;
    return highest == expected ? 1 : (both - expected) / (highest - expected);
  }

  /** Of so many, in either order: in the index the factor cancels. */
  private static double pairs(long count) {
    return (double) count * (count - 1);
  }
}
