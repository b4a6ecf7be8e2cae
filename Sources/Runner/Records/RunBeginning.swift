import Glibc
import Metrics

/// What a longer run takes over from a shorter one: the records that it would have made itself.
struct RunBeginning {
  /// The shorter run.
  let folder: RunFolder
  /// Its last state.
  let checkpoint: Checkpoint
  /// The log's lines.
  let log: [UInt8]
  /// The grids by their steps.
  let samples: [(step: Int, png: [UInt8])]

  /// Reads a finished run; nil where it lacks some of what the longer one would have.
  ///
  /// No lock is taken. The result is the first thing to go when a run is thrown away, so what was
  /// read before the result was seen again is of one run.
  init?(
    _ folder: RunFolder, result: RunResult, settings: TrainerSettings,
    methods: [String: Evaluation.Method]
  ) throws(RunError) {
    let path = CheckpointStore(folder: folder.checkpoints).path(step: result.steps)
    let checkpoint = try Checkpoint(reading: path)
    let log = RunLog(try WholeFile.read(folder.metrics))
      .beginning(steps: result.steps, settings: settings, methods: methods)
    guard
      let log, checkpoint.step == result.steps, checkpoint.spec == result.digests.spec,
      checkpoint.data == result.digests.data, checkpoint.arithmetic == result.arithmetic
    else { return nil }
    var samples: [(step: Int, png: [UInt8])] = []
    for step in stride(from: 0, through: result.steps, by: settings.samplesEvery) {
      samples.append((step, try WholeFile.read(folder.sample(step: step))))
    }
    guard try folder.readResult() == result else { return nil }
    self.folder = folder
    self.checkpoint = checkpoint
    self.log = log
    self.samples = samples
  }

  /// Finished runs that lie beside one and have its beginning, the longest first.
  ///
  /// There may be thousands, so of most only the bytes of one small file are looked at.
  static func candidates(
    for run: RunFolder, beginning: String, data: String, below steps: Int
  ) throws(RunError) -> [(folder: RunFolder, result: RunResult)] {
    let parent = Folder.parent(of: run.path)
    let digest = Array(beginning.utf8)
    var found: [(folder: RunFolder, result: RunResult)] = []
    for name in try Folder.names(in: parent) where name != Folder.name(of: run.path) {
      let folder = RunFolder(path: "\(parent)/\(name)")
      guard let bytes = try? WholeFile.read(folder.provenance), holds(bytes, digest),
        let provenance = JSONText.decode(bytes, as: Provenance.self),
        provenance.digests.data == data,
        // All that worked at it recorded alike, and as this program would.
        provenance.attempts.allSatisfy({
          $0.beginning == beginning && $0.version == Host.version
        }),
        let result = try? folder.readResult(), result.status == .finished, result.steps < steps,
        result.arithmetic == RunIdentity.arithmetic
      else { continue }
      found.append((folder, result))
    }
    return found.sorted { $0.result.steps > $1.result.steps }
  }

  /// Whether some bytes stand in others: `contains` of collections takes many times as long.
  private static func holds(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      wanted.withUnsafeBytes { wanted in
        guard let first = wanted.baseAddress, var place = bytes.baseAddress else { return false }
        let end = place + bytes.count
        while end - place >= wanted.count,
          let found = memchr(place, Int32(wanted[0]), end - place - wanted.count + 1)
        {
          if memcmp(found, first, wanted.count) == 0 { return true }
          place = UnsafeRawPointer(found) + 1
        }
        return false
      }
    }
  }
}
