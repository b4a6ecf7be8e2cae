import ModelSpec

/// Writes what a sweep came to where version control keeps it.
public struct Recorder: Sendable {
  /// The files that were written.
  public let paths: [String]
  /// What it holds.
  public let record: ResultRecord
  /// What the record's reader should know.
  public let warnings: [RunError]

  /// Records a sweep in a folder, by default `results` beside the sweep's spec.
  public init(_ word: String, runs: String, out: String? = nil) throws {
    let (sweep, lock) = try SweepLocator.find(word, runs: runs)
    // The lock has the path as it was where the sweep was begun.
    let spec = Folder.isFile(word) ? word : lock.spec
    let folder = out ?? "\(Folder.parent(of: spec))/results"
    record = try ResultRecord(of: sweep, lock: lock, spec: spec, in: folder)
    warnings = Self.hasChanged(lock, spec: spec) ? [.changedSpec(spec)] : []
    let path = FilePath.shortened("\(folder)/\(lock.name)")
    let comparison = try Comparison(lock, in: sweep, record: SweepRecord(reading: sweep)).markdown
    let files = ["\(path).yaml": record.text, "\(path).md": Array(comparison.utf8)]
    try Folder.make(folder)
    // Equal results leave even a file's time as it is.
    for (path, text) in files where (try? WholeFile.read(path)) != text {
      try WholeFile.write(text, to: path)
    }
    paths = files.keys.sorted()
  }

  /// Whether a file that the sweep was read from isn't what it was, beside where its spec is now.
  private static func hasChanged(_ lock: SweepLock, spec: String) -> Bool {
    lock.sources.contains { path, text in
      let beside = FilePath.relative(path, to: Folder.parent(of: lock.spec))
      let now = "\(Folder.parent(of: spec))/\(beside)"
      return (try? WholeFile.read(now)) != Array(text.utf8)
    }
  }
}
