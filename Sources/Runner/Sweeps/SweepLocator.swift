import Metrics
import ModelSpec

/// Finds a sweep by what a user calls it.
public enum SweepLocator {
  /// The sweep of a folder, of a name, or of the spec that holds it, with its lock.
  public static func find(
    _ word: String, runs: String
  ) throws -> (folder: SweepFolder, lock: SweepLock) {
    if let folder = folder(word, runs: runs), let lock = try SweepLock(reading: folder) {
      return (folder, lock)
    }
    guard Folder.isFile(word) else { throw RunError.noSuchSweep(word, runs: runs) }
    let spec = try SpecReader(catalogue: MetricCatalogue.standard).read(path: word)
    let folder = SweepFolder(runs: runs, name: spec.name)
    guard let lock = try SweepLock(reading: folder) else {
      throw RunError.noSuchSweep(spec.name, runs: runs)
    }
    return (folder, lock)
  }

  /// The sweep that a spec's file began: the one of its name or, where the file can't be read any
  /// more or is called something else, the last one that was begun from it.
  public static func begun(
    by spec: String, overrides: [String], runs: String
  ) throws -> (folder: SweepFolder, lock: SweepLock) {
    let expansion = Result { try Experiment.expansion(path: spec, overrides: overrides) }
    if case .success(let expansion) = expansion {
      let folder = SweepFolder(runs: runs, name: expansion.base.name)
      if let lock = try SweepLock(reading: folder) { return (folder, lock) }
    }
    let found = try Folder.names(in: runs).compactMap { name in
      let folder = SweepFolder(runs: runs, name: name)
      let lock = try? SweepLock(reading: folder)
      return lock?.spec == spec ? lock.map { (folder: folder, lock: $0) } : nil
    }
    let last = found.max { Folder.modified($0.folder.lock) < Folder.modified($1.folder.lock) }
    guard let last else { throw RunError.noSuchSweep(try expansion.get().base.name, runs: runs) }
    return last
  }

  /// The sweep of a folder or of a name; nil where none has begun.
  static func folder(_ word: String, runs: String) -> SweepFolder? {
    guard !word.isEmpty else { return nil }
    return [SweepFolder(path: word), SweepFolder(runs: runs, name: word)]
      .first { Folder.exists($0.lock) }
  }
}
