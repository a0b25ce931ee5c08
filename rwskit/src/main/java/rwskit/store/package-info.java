/** Trained models on disk, by a key of everything that decides their weights. */
package rwskit.store;
