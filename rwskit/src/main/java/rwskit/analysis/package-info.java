/** What can be read from weights and signatures, as Tablesaw tables. */
package rwskit.analysis;
