import Metrics
import ModelSpec

/// Finds a run by what a user calls it.
public enum RunLocator {
  /// The run of a path, of a name and an id (`name/id`), of a unique prefix of its id, or of a name
  /// or its spec's file (the newest one).
  public static func find(_ word: String, runs: String) throws(RunError) -> RunFolder {
    let word = nameOfSpec(word) ?? word
    for path in [word, "\(runs)/\(word)"] where isRun(path) { return RunFolder(path: path) }
    var byPrefix: [String] = []
    for name in try Folder.names(in: runs) where Folder.isFolder("\(runs)/\(name)") {
      let ids = try Folder.names(in: "\(runs)/\(name)").filter { isRun("\(runs)/\(name)/\($0)") }
      let newest = ids.max {
        lastWorkedAt("\(runs)/\(name)/\($0)") < lastWorkedAt("\(runs)/\(name)/\($1)")
      }
      if name == word, let newest { return RunFolder(path: "\(runs)/\(name)/\(newest)") }
      byPrefix += ids.filter { !word.isEmpty && $0.hasPrefix(word) }.map { "\(runs)/\(name)/\($0)" }
    }
    guard let first = byPrefix.first else { throw .noSuchRun(word, runs: runs) }
    guard byPrefix.count == 1 else { throw .ambiguousRun(word, candidates: byPrefix) }
    return RunFolder(path: first)
  }

  /// The name of a spec's file; nil of anything else.
  static func nameOfSpec(_ word: String) -> String? {
    guard Folder.isFile(word) else { return nil }
    return (try? SpecReader(catalogue: MetricCatalogue.standard).read(path: word))?.name
  }

  private static func isRun(_ path: String) -> Bool {
    Folder.exists(RunFolder(path: path).provenance)
  }

  /// The newest run is the one that was last worked at: each attempt rewrites its provenance.
  private static func lastWorkedAt(_ path: String) -> Int {
    Folder.modified(RunFolder(path: path).provenance)
  }
}
