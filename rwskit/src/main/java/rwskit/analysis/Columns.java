package rwskit.analysis;

/**
 * What the columns of the experiments' tables are called, so that a figure and a summary ask for a
 * column by the name under which an experiment wrote it. An accuracy has two more columns, {@code
 * low} and {@code high}: its 95 % bootstrap interval over test images. All accuracies are percent.
 */
public final class Columns {
  /** Where the images are from; text. */
  public static final String DATA = "data";

  /** Seed of the fine-tunings; a whole number. */
  public static final String SEED = "seed";

  /** c, by the benchmark's name; text. */
  public static final String CORRUPTION = "corruption";

  /**
   * Which weights: {@link #STANDARD}, {@link #ROBUST}, {@link #PATCHED}, {@link #STATISTICS} or
   * {@link #NORMALISATIONS}.
   */
  public static final String WEIGHTS = "weights";

  /** What {@link #WEIGHTS} says of θ_std. */
  public static final String STANDARD = "standard";

  /** What {@link #WEIGHTS} says of θ_c or θ_adv. */
  public static final String ROBUST = "robust";

  /** What {@link #WEIGHTS} says of θ_std with a signature. */
  public static final String PATCHED = "patched";

  /**
   * What {@link #WEIGHTS} says of θ_std with running statistics of batch normalisation estimated on
   * corrupted images, and no signature.
   */
  public static final String STATISTICS = "statistics";

  /**
   * What {@link #WEIGHTS} says of θ_std with all that a patch brings but the signature: such
   * running statistics, and the normalisations and shortcuts of θ_c. Only of networks whose patches
   * take these.
   */
  public static final String NORMALISATIONS = "normalisations";

  /** Layers kept of a signature; missing where nothing is patched. */
  public static final String LAYERS = "layers";

  /** The strength; missing where nothing is patched. */
  public static final String ALPHA = "α";

  /** Accuracy on clean test images. */
  public static final String TA = "TA";

  /** Accuracy on corrupted test images. */
  public static final String RA = "RA";

  /** How much of the way from standard to robust is gone, percent; see {@link Gap}. */
  public static final String GAP_CLOSED = "gap closed %";

  /** One standard deviation over seeds, in the unit of the column before it. */
  public static final String SPREAD = "±";

  /** The share of the gap that new running statistics close without a signature, percent. */
  public static final String GAP_STATISTICS = "gap closed by statistics alone %";

  /** Which two sets of images a transfer is between, as a reader names them. */
  public static final String CASE = "case";

  /** RA of θ_std. */
  public static final String RA_STANDARD = "RA standard";

  /**
   * TA of θ_std with the running statistics that a patch would bring, and no signature; only of
   * networks with batch normalisation.
   */
  public static final String TA_STATISTICS = "TA statistics";

  /** RA of the same. */
  public static final String RA_STATISTICS = "RA statistics";

  /** RA of θ_c. */
  public static final String RA_ROBUST = "RA robust";

  /** The method, with layers and α; text. */
  public static final String METHOD = "method";

  /** Bytes on disk for all corruptions, in units of 1,000,000. */
  public static final String MEGABYTES = "MB";

  /** Mean over corruptions of (100 − RA) / (100 − RA of θ_std), percent. */
  public static final String MCE = "mCE";

  /** Where carried signatures are from; text. */
  public static final String FROM = "from";

  /** RA patched with the signature of the same data set. */
  public static final String RA_OWN = "RA own signature";

  /** RA patched with the other data set's signature of the same corruption. */
  public static final String RA_OTHER = "RA other set's signature";

  /** RA with the other data set's signatures of wrong corruptions, mean over at most three. */
  public static final String RA_WRONG = "RA other set's wrong signatures";

  /** The first corruption of a pair. */
  public static final String FIRST = "first";

  /** The second corruption of a pair, on images with both the later one. */
  public static final String SECOND = "second";

  /** Cosine of two signatures, −1 to 1. */
  public static final String COSINE = "cosine";

  /** Which images: {@link #FIRST}, {@link #SECOND} or {@link #BOTH}; text. */
  public static final String IMAGES = "images";

  /** What {@link #IMAGES} says of images with both corruptions. */
  public static final String BOTH = "both";

  /** RA of θ_std on images of a pair. */
  public static final String RA_UNPATCHED = "RA unpatched";

  /** RA with the first signature alone. */
  public static final String RA_FIRST = "RA with first";

  /** RA with the second signature alone. */
  public static final String RA_SECOND = "RA with second";

  /** RA with both signatures. */
  public static final String RA_BOTH = "RA with both";

  /**
   * RA with both less RA with the right one alone, mean over the images of the two corruptions and
   * over seeds.
   */
  public static final String CHANGE = "change by the second";

  /** Standard deviation of {@link #CHANGE} over seeds; missing where there is one seed. */
  public static final String CHANGE_DEVIATION = "standard deviation";

  /** Bits a weight; 32 where the signature is not quantised. */
  public static final String BITS = "bits";

  /** Bytes of the signature's file. */
  public static final String BYTES = "bytes";

  /** Bytes of a full copy of the weights, by those of the signature. */
  public static final String RATIO = "full copy ÷ signature";

  /** For how many further epochs θ_std was trained; 0 is θ_std itself. */
  public static final String EPOCHS = "further epochs";

  /** How many of them the weights have seen that were best on validation images. */
  public static final String KEPT = "epochs kept";

  /** ‖θ_adapted − θ_std‖ / ‖θ_std‖ over the layers that are patched. */
  public static final String DRIFT = "drift";

  /** TA with the signature from before. */
  public static final String TA_OLD = "TA old signature";

  /** RA with the signature from before. */
  public static final String RA_OLD = "RA old signature";

  /** RA with signatures from before of wrong corruptions, mean over at most three. */
  public static final String RA_WRONG_OLD = "RA wrong old signatures";

  /** RA with the new images' signature; missing where the images are the same or it is unknown. */
  public static final String RA_NEW = "RA new set's signature";

  /** Accuracy under attack. */
  public static final String ATTACKED = "under attack";

  /** Accuracy of θ_std under attack. */
  public static final String ATTACKED_STANDARD = "under attack standard";

  /** Accuracy under attack of θ_std patched with RWS_c. */
  public static final String ATTACKED_SIGNATURE = "under attack with RWS_c";

  /** RA of θ_std patched with RWS_c. */
  public static final String RA_SIGNATURE = "RA with RWS_c";

  /** RA of θ_std patched with RWS_adv. */
  public static final String RA_ADVERSARIAL = "RA with RWS_adv";

  /** RA of θ_adv. */
  public static final String RA_ADVERSARIALLY_TRAINED = "RA of θ_adv";

  /** Where methods are compared: home, transfer, adapted, pairs or together; text. */
  public static final String SETTING = "setting";

  /** TA on validation images. */
  public static final String VALIDATION_TA = "validation TA";

  /** RA on validation images. */
  public static final String VALIDATION_RA = "validation RA";

  /** What a method takes to make and apply its change, on one machine beside other work. */
  public static final String SECONDS = "seconds";

  /** TA less that of RWS, with its interval; text. */
  public static final String TA_AGAINST_RWS = "TA − RWS";

  /** RA less that of RWS, with its interval; text. */
  public static final String RA_AGAINST_RWS = "RA − RWS";

  /** Mean of TA and RA less that of RWS, with its interval; text. */
  public static final String MEAN_AGAINST_RWS = "mean − RWS";

  /** p-value, corrected for the number of comparisons. */
  public static final String P = "p";

  /** One layer, the input's is 1. */
  public static final String LAYER = "layer";

  /** How much of the standard direction is taken off τ_c. */
  public static final String KAPPA = "κ";

  /** ‖(1 − κ)·a‖ / ‖θ₀‖: the standard direction in a network with RWS beyond θ_c, percent. */
  public static final String LEFT_OVER = "left over %";

  /** RA with θ_c's own layers less RA with RWS. */
  public static final String COPY_AGAINST_RWS = "RA of copy − RWS";

  /** Share of ‖τ_c‖² along the standard direction, percent. */
  public static final String TAKEN = "taken off τ %";

  /** ‖θ_std − θ₀‖ / ‖θ₀‖, percent. */
  public static final String STANDARD_MOVE = "standard move %";

  /** ‖θ_c − θ₀‖ / ‖θ₀‖, percent. */
  public static final String ROBUST_MOVE = "robust move %";

  /** Severities of a stream's corruptions, one stretch after the other; text. */
  public static final String SEVERITIES = "severities";

  /** Images of a batch; a whole number. */
  public static final String BATCH = "batch";

  /** What {@link #CORRUPTION} says of clean images in a stream. */
  public static final String CLEAN = "clean";

  /** Accuracy on the images of a row. */
  public static final String ACCURACY = "accuracy";

  /** By what a strength was chosen; text. */
  public static final String RULE = "chosen by";

  /** Severity of the images' corruption, 1 to 5; a whole number. */
  public static final String SEVERITY = "severity";

  /** RA with the layers and the strength that the test images' labels would choose. */
  public static final String RA_ORACLE = "RA oracle";

  /** RA less that of the oracle, points. */
  public static final String AGAINST_ORACLE = "RA − oracle";

  private Columns() {}
}
