/**
 * Benchmarks (JMH); how to run them and what they gave stands in {@code rwskit/bench/README.md}.
 */
package rwskit.bench;
