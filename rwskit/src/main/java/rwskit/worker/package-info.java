/** Where studies are trained: this JVM, worker processes, Spark. */
package rwskit.worker;
