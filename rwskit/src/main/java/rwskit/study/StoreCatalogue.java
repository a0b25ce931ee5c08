package rwskit.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;
import rwskit.store.Store;
import rwskit.store.StoredFiles;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which studies of the catalogue need which models of a store, at either scale. What experiments
 * and changed studies have trained is needed by none of these. Immutable.
 */
public final class StoreCatalogue {
  private final Store store;
  private final List<StoredFiles> models;
  private final Map<String, Set<String>> studies;

  /** Networks of studies whose data are not on this machine: their keys cannot be told. */
  private final Set<String> untold;

  private StoreCatalogue(
      Store store, List<StoredFiles> models, Map<String, Set<String>> studies, Set<String> untold) {
    this.untold = untold;
    this.store = store;
    this.models = models;
    this.studies = studies;
  }

  /**
   * @param store as it is now
   * @return what is in it and for what
   * @throws BadInputException if its folder cannot be read
   */
  public static StoreCatalogue of(Store store) {
    List<StoredFiles> models = store.models();
    Set<String> networks = models.stream().map(StoredFiles::network).collect(Collectors.toSet());
    Map<String, Set<String>> studies = new LinkedHashMap<>();
    Set<String> untold = new TreeSet<>();
    for (String name : NamedStudies.names()) {
      for (Scale scale : Scale.values()) {
        Study study = NamedStudies.get(name, scale);
        // Keys take the images' fingerprints, which are not computed in vain.
        if (networks.contains(study.network().label())) {
          try {
            for (ModelSpec spec : study.models()) {
              String key = ModelKeys.of(study, spec).hash();
              studies.computeIfAbsent(key, any -> new TreeSet<>()).add(name);
            }
          } catch (BadInputException absent) {
            untold.add(study.network().label());
          }
        }
      }
    }
    return new StoreCatalogue(store, models, studies, untold);
  }

  /**
   * @param model of the store
   * @return whether no study of the catalogue needs it; not so where a study of its network cannot
   *     tell, as its data are not on this machine
   */
  public boolean isUnneeded(StoredFiles model) {
    return studies(model.key()).isEmpty() && !untold.contains(model.network());
  }

  /**
   * @return the store's models, the oldest first
   */
  public List<StoredFiles> models() {
    return models;
  }

  /**
   * @param key a model's
   * @return the names of the studies that need it; empty if none does
   */
  public Set<String> studies(String key) {
    return Set.copyOf(studies.getOrDefault(key, Set.of()));
  }

  /**
   * @param study of the catalogue
   * @return the models that it needs, of those that are there
   * @throws BadInputException if there is no such study
   */
  public List<StoredFiles> of(String study) {
    String name = NamedStudies.get(study, Scale.DEFAULT).name();
    return models.stream().filter(model -> studies(model.key()).contains(name)).toList();
  }

  /**
   * @return a row for each model as {@link Store#table}, with the studies that need it in front
   */
  public Table table() {
    Table table = store.table();
    StringColumn names = StringColumn.create("study");
    table
        .stringColumn("key")
        .forEach(key -> names.append(String.join(" ", new TreeSet<>(studies(key)))));
    return table.insertColumn(0, names);
  }
}
