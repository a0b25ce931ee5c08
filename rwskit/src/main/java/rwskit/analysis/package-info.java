/**
 * What can be read from weights and signatures, as Tablesaw tables.
 *
 * <p>Start with {@link rwskit.analysis.Similarity} and {@link rwskit.analysis.Columns}.
 */
package rwskit.analysis;
