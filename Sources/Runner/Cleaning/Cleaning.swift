import Glibc
import Metrics
import ModelSpec

/// Finds what runs don't need any more, and takes it out.
public struct Cleaning: Sendable {
  /// The runs that have something that can go.
  public let runs: [Leftovers]
  /// The runs that a process works at, which are left alone.
  public let busy: [RunFolder]

  private let finalCheckpoints: Bool

  /// Looks at a run, at all runs of a name, of a sweep or of its spec, or at all there are.
  public init(_ word: String?, runs: String, finalCheckpoints: Bool = false) throws {
    var found: [Leftovers] = []
    var busy: [RunFolder] = []
    for folder in try Self.folders(word, runs: runs) {
      if try RunLock.isHeld(run: folder.path) {
        busy.append(folder)
        continue
      }
      let leftovers = try Leftovers(folder, finalCheckpoints: finalCheckpoints)
      if !leftovers.files.isEmpty { found.append(leftovers) }
    }
    self.runs = found
    self.busy = busy
    self.finalCheckpoints = finalCheckpoints
  }

  /// All files that can go.
  public var files: [Leftovers.File] { runs.flatMap(\.files) }

  /// Takes out what can go, and says what went.
  ///
  /// A run that a process has begun to work at meanwhile is left alone.
  public func remove() throws(RunError) -> [Leftovers.File] {
    var removed: [Leftovers.File] = []
    for run in runs {
      do throws(RunError) {
        let lock = try RunLock(run: run.folder.path)
        // Under the lock: it may have gone on since.
        let leftovers = try Leftovers(run.folder, finalCheckpoints: finalCheckpoints)
        for file in leftovers.files {
          try Folder.remove(file.path)
          removed.append(file)
        }
        _ = consume lock
      } catch {
        guard case .busy = error else { throw error }
      }
    }
    return removed
  }

  private static func folders(_ word: String?, runs: String) throws -> [RunFolder] {
    guard let word, word != "all" else {
      return try Folder.names(in: runs).flatMap { try self.runs(in: "\(runs)/\($0)") }
    }
    var name = word
    if Folder.isFile(word) {
      name = try SpecReader(catalogue: MetricCatalogue.standard).read(path: word).name
    }
    if SpecName.isOne(name) {
      let found = try self.runs(in: "\(runs)/\(name)")
      if !found.isEmpty { return found }
    }
    let run = try RunLocator.find(word, runs: runs)
    guard let root = Folder.real(runs), let path = Folder.real(run.path),
      path.hasPrefix(root == "/" ? root : root + "/"), Leftovers.isFolder(run.path)
    else { throw RunError.outsideRuns(run.path, runs: runs) }
    return [run]
  }

  /// The runs of a folder; none where it is no folder, but a link to one.
  private static func runs(in path: String) throws(RunError) -> [RunFolder] {
    guard Leftovers.isFolder(path) else { return [] }
    return try Folder.names(in: path).map { RunFolder(path: "\(path)/\($0)") }.filter {
      Leftovers.isFolder($0.path) && Folder.entry($0.provenance)?.kind == S_IFREG
    }
  }
}
