/// What can go wrong with runs and their files.
public enum RunError: Error, Equatable {
  /// The system refused something with a file.
  case file(FileAction, path: String, code: Int32)
  /// The target exists and is no regular file.
  case notARegularFile(path: String)
  /// A file of tensors is not what it should be.
  case badTensorFile(path: String, TensorFileProblem)
  /// A record of a run is not what it should be.
  case damagedRecord(path: String)
  /// A checkpoint doesn't belong to the run that it lies in, or was changed.
  case badCheckpoint(path: String, CheckpointProblem)
  /// Another process holds the lock of a run.
  case busy(run: String, process: Int32?)
  /// The run was begun, or finished, under another version of the arithmetic.
  case otherArithmetic(run: String, theirs: String, ours: String, finished: Bool)
  /// No run has this path, prefix of an id, or name.
  case noSuchRun(String, runs: String)
  /// Several runs have ids of this prefix.
  case ambiguousRun(String, candidates: [String])
  /// The run has no checkpoint yet.
  case noCheckpoint(run: String)
  /// A finished run has no checkpoint of its last step any more.
  case noLastCheckpoint(run: String)
  /// The spec's grids of samples would have more pixels than a picture may.
  case gridTooLarge(images: Int, width: Int, height: Int)
  /// The spec of a sweep that has begun now says something else.
  case changedSweep(name: String, SweepChange)
  /// No sweep of this name has begun.
  case noSuchSweep(String, runs: String)
  /// A trial's spec or data is no longer what the sweep began with.
  case otherTrial(id: String, found: String)
  /// The process of a trial could not go on, and no other one could either.
  case trial(name: String, reason: String, status: Int32)
  /// Trials of a sweep have no outcome yet.
  case incompleteSweep(String, lacking: [LackingTrial], of: Int)
  /// A spec isn't what a sweep was read from any more.
  case changedSpec(String)
  /// A file is no record of results, at a place of it.
  case badResultRecord(path: String, place: String, ResultRecordProblem)
  /// A record has no trial of this id or name.
  case noSuchTrial(String, record: String)
  /// A run doesn't lie in the folder of all runs.
  case outsideRuns(String, runs: String)
  /// An option of the command line cannot be used.
  case badOption(name: String, value: String, expected: String)
}

extension RunError {
  /// A trial without an outcome.
  public struct LackingTrial: Hashable, Sendable {
    /// Its name and its seed.
    public let title: String
    /// How far it has come, in a word.
    public let state: String
  }
}

/// What is wrong with a record of results.
public enum ResultRecordProblem: Hashable, Sendable {
  /// It is no text.
  case notUTF8
  /// A key is missing.
  case missing(key: String)
  /// A value is of another type than is due.
  case wrongType
  /// A value can't be.
  case value(expected: String)
}

/// What was tried with a file.
public enum FileAction: String, Sendable {
  /// Opening it for reading.
  case open
  /// Making it, or opening it for writing.
  case create
  /// Reading from it.
  case read
  /// Writing into it.
  case write
  /// Cutting it to a length.
  case cut
  /// Having it written to the disk.
  case sync
  /// Giving it another name.
  case rename
  /// Taking it out.
  case remove
  /// Locking it.
  case lock
  /// Listing a folder.
  case list
  /// Starting it as a program.
  case run
}

/// What is wrong with a safetensors file.
public enum TensorFileProblem: Error, Hashable {
  /// The file ends early.
  case truncated
  /// The header's length is beyond the file, or beyond any sense.
  case headerLength(UInt64)
  /// The header isn't the JSON that it should be, at a byte of it.
  case header(offset: Int)
  /// A name stands in the header twice.
  case duplicateName(String)
  /// A tensor has a type that is not read here.
  case type(name: String, type: String)
  /// A tensor's bytes don't follow those of the one before, or aren't as many as its shape says.
  case offsets(name: String)
  /// There are bytes after the last tensor.
  case trailingBytes(Int)
  /// A tensor is missing.
  case missing(name: String)
  /// A tensor has another shape or type than the one that is due.
  case unexpected(name: String)
}

/// What is wrong with a checkpoint whose file can be read.
public enum CheckpointProblem: Hashable, Sendable {
  /// A counter or length is missing or no number.
  case metadata(key: String)
  /// The checksum isn't that of the contents.
  case checksum
  /// It is of another spec or of other data.
  case otherRun
  /// A log is shorter than when the checkpoint was written.
  case shortLog(name: String)
}
