import Glibc

/// What lies in a run's folder and isn't needed to go on with it, or by its results.
///
/// Links are neither followed nor taken out.
public struct Leftovers: Sendable {
  /// A file that can go.
  public struct File: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Codable, Sendable {
      /// A checkpoint that isn't the one to go on from, or a final one that isn't wanted.
      case checkpoint
      /// What an interrupted writing left.
      case temporary
    }

    /// Where it lies.
    public let path: String
    /// What it is.
    public let kind: Kind
    /// Its length.
    public let bytes: Int
  }

  /// The run.
  public let folder: RunFolder
  /// The files.
  public let files: [File]

  /// Looks through a folder; of a run that ended, `finalCheckpoints` takes the last one, too.
  init(_ folder: RunFolder, finalCheckpoints: Bool) throws(RunError) {
    self.folder = folder
    let folders = [folder.path, folder.samples, folder.checkpoints].filter(Self.isFolder)
    var files: [File] = []
    for path in folders {
      files += try Folder.names(in: path).filter(WholeFile.isTemporary).compactMap {
        Self.file("\(path)/\($0)", .temporary)
      }
    }
    if folders.contains(folder.checkpoints) {
      files += try Self.checkpoints(folder, finalToo: finalCheckpoints)
    }
    self.files = files
  }

  private static func checkpoints(
    _ folder: RunFolder, finalToo: Bool
  ) throws(RunError) -> [File] {
    let store = CheckpointStore(folder: folder.checkpoints)
    var steps = try store.steps()
    let isFinal = try folder.readResult() != nil
    if !(finalToo && isFinal) {
      // One alone stays, whatever it is; of several, the newest that can be gone on from.
      guard steps.count > 1, let kept = try store.newest().checkpoint?.step else { return [] }
      steps.removeAll { $0 == kept }
    }
    return steps.compactMap { file(store.path(step: $0), .checkpoint) }
  }

  private static func file(_ path: String, _ kind: File.Kind) -> File? {
    guard let entry = Folder.entry(path), entry.kind == S_IFREG else { return nil }
    return File(path: path, kind: kind, bytes: entry.bytes)
  }

  static func isFolder(_ path: String) -> Bool {
    Folder.entry(path)?.kind == S_IFDIR
  }
}
