/**
 * Where studies are trained: this JVM, worker processes, Spark.
 *
 * <p>Start with {@link rwskit.worker.StudyPlan} and {@link rwskit.worker.DryRun}.
 */
package rwskit.worker;
