/**
 * Ways to make a network robust to corruptions out of others' weights: Robust Weight Signatures,
 * task arithmetic, copies, merging methods, and controls; one class a method, with formula, paper
 * and what it was checked against. {@link rwskit.method.Methods} lists them. Knows weights, not
 * images or networks: methods that need these implement {@link rwskit.method.Method} where those
 * are known.
 *
 * <p>Start with {@link rwskit.method.Methods} and {@link rwskit.method.Ingredients}; what a method
 * makes of these is a {@link rwskit.method.Merge}.
 */
package rwskit.method;
