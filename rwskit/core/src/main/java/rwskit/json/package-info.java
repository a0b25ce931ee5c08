/**
 * JSON as everything that is kept or passed between processes is read and written: field by field,
 * by names that are written out, never by the names of a class and its components. Of Gson only
 * what version 2.8 has is used, since a notebook's kernel may bring its own and have it come first:
 * IJava 1.3.0 brings 2.8.5, which knows no records.
 *
 * <p>Start with {@link rwskit.json.Json}, which reads and writes values, and {@link
 * rwskit.json.JsonFields}, which takes them apart.
 */
package rwskit.json;
