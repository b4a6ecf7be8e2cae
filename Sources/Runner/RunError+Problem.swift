import Glibc
public import ModelSpec

extension RunError: Problem {
  /// What is wrong.
  public var message: String {
    switch self {
    case .file(let action, let path, let code):
      "cannot \(action.words) '\(path)': \(String(cString: strerror(code)))"
    case .notARegularFile(let path):
      "'\(path)' is there already and is no regular file"
    case .badTensorFile(let path, let problem):
      "'\(path)' is no sound safetensors file: \(problem.message)"
    case .damagedRecord(let path):
      "'\(path)' is damaged"
    case .badCheckpoint(let path, let problem):
      "'\(path)' cannot be gone on from: \(problem.message)"
    case .busy(let run, let process):
      "another process\(process.map { " (\($0))" } ?? "") is training '\(run)'"
    case .otherArithmetic(let run, let theirs, let ours, let finished):
      "'\(run)' was \(finished ? "finished" : "begun") under the arithmetic '\(theirs)'; "
        + "this is '\(ours)', which gives other bits"
    case .noSuchRun(let name, let runs):
      "no run '\(name)' under '\(runs)'"
    case .ambiguousRun(let prefix, let candidates):
      "'\(prefix)' may be \(candidates.joined(separator: " or "))"
    case .noCheckpoint(let run):
      "'\(run)' has no checkpoint yet"
    case .noLastCheckpoint(let run):
      "'\(run)' has no checkpoint of its last step, so it cannot be evaluated"
    case .gridTooLarge(let images, let width, let height):
      "a grid of \(images) samples would have \(width) x \(height) pixels, which is too large"
    case .changedSweep(let name, let change):
      "the sweep '\(name)' has begun, and the spec now says something else: \(change.words)"
    case .noSuchSweep(let name, let runs):
      "no sweep '\(name)' has begun under '\(runs)'"
    case .otherTrial(let id, let found):
      "the trial '\(id)' is now '\(found)': its data is not what it was"
    case .trial(let name, let reason, _):
      "the trial '\(name)' could not go on: \(reason)"
    case .incompleteSweep(let sweep, let lacking, let count):
      "'\(sweep)' is not complete: \(lacking.count) of \(count) trials have no outcome: "
        + lacking.prefix(4).map { "\($0.title) (\($0.state))" }
        .joined(separator: "; ") + (lacking.count > 4 ? "; and \(lacking.count - 4) more" : "")
    case .changedSpec(let path):
      "'\(path)', or a file that it extends, isn't what the sweep was read from any more"
    case .badResultRecord(let path, let place, let problem):
      "'\(path)' is no record of results: \(place.isEmpty ? "" : "\(place): ")\(problem.message)"
    case .noSuchTrial(let word, let record):
      "'\(record)' has no trial of the id or name '\(word)'"
    case .outsideRuns(let path, let runs):
      "'\(path)' doesn't lie in '\(runs)'"
    case .badOption(let name, let value, let expected):
      "\(name) cannot be '\(value)': expected \(expected)"
    }
  }

  /// What would be right.
  public var help: String? {
    switch self {
    case .file(_, _, ENOSPC), .file(_, _, EDQUOT):
      "make room on the disk; what was written before is whole, and the same command goes on"
    case .file(.create, _, EACCES), .file(.create, _, EROFS), .file(.create, _, EPERM):
      "choose another place: --runs for runs, --out for other files"
    case .busy:
      "wait for it, or train with another seed"
    case .otherArithmetic(_, _, _, let finished):
      finished
        ? "its results stand; '--restart' throws them away and trains again"
        : "'--restart' throws it away and trains from the start"
    case .noSuchRun:
      "a run is named by its path, by the start of its id, or by its spec's name"
    case .outsideRuns:
      "give the folder of its runs by --runs; links aren't followed"
    case .noSuchSweep:
      "a sweep is named by its spec, its name, or its folder; 'gan-run SPEC' trains it"
    case .incompleteSweep:
      "the command that began it goes on with it"
    case .changedSpec:
      "verify trains by what it says now, and tells where that gives other bits"
    case .ambiguousRun:
      "write more of the id, or the name before it: name/id"
    case .noCheckpoint:
      "train it further, or set checkpoints.every; '--restart' trains a finished run again"
    case .noLastCheckpoint:
      "its results stand; '--restart' throws them away and trains again"
    case .gridTooLarge:
      "set samples.count to less"
    case .changedSweep:
      "'--update' takes up what it says now, finished trials stay; '--frozen' finishes what had "
        + "begun; 'name=other' makes another sweep of it"
    case .otherTrial:
      "the same command again looks at the data anew"
    case .damagedRecord:
      "'--restart' throws the run away and trains it from the start"
    default:
      nil
    }
  }
}

extension FileAction {
  fileprivate var words: String {
    switch self {
    case .open, .create, .read, .write, .rename, .remove, .lock, .list, .run: rawValue
    case .cut: "shorten"
    case .sync: "write to disk"
    }
  }
}

extension TensorFileProblem {
  fileprivate var message: String {
    switch self {
    case .truncated: "it ends early"
    case .headerLength(let length): "a header of \(length) bytes cannot be"
    case .header(let offset): "its header is wrong at byte \(offset)"
    case .duplicateName(let name): "'\(name)' stands in it twice"
    case .type(let name, let type): "'\(name)' is of type \(type), where F32 or I64 is due"
    case .offsets(let name): "the place of '\(name)' is wrong"
    case .trailingBytes(let count): "\(count) bytes follow the last tensor"
    case .missing(let name): "'\(name)' is missing"
    case .unexpected(let name): "'\(name)' has another shape or type than is due"
    }
  }
}

extension ResultRecordProblem {
  fileprivate var message: String {
    switch self {
    case .notUTF8: "it isn't UTF-8"
    case .missing(let key): "`\(key)` is missing"
    case .wrongType: "a value of another type is due"
    case .value(let expected): "expected \(expected)"
    }
  }
}

extension CheckpointProblem {
  fileprivate var message: String {
    switch self {
    case .metadata(let key): "its '\(key)' is missing or wrong"
    case .checksum: "its contents are damaged"
    case .otherRun: "it is of another run"
    case .shortLog(let name): "\(name) is shorter than it was then"
    }
  }
}
