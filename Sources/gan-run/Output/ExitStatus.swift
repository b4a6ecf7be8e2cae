import Datasets
import Glibc
import ModelSpec
import Runner

/// The exit codes, which are those of sysexits(3) where it has one.
enum ExitStatus {
  static let failedRun: Int32 = 1
  static let usage: Int32 = 64
  static let badInput: Int32 = 65
  static let noInput: Int32 = 66
  static let defect: Int32 = 70
  static let cannotCreate: Int32 = 73
  static let inputOutput: Int32 = 74
  static let busy: Int32 = 75

  /// The code after a signal that was obeyed.
  static func stopped(by signal: Int32) -> Int32 { 128 + signal }

  static func code(_ error: RunError) -> Int32 {
    switch error {
    case .file(let action, _, let code): status(action, code)
    case .notARegularFile: cannotCreate
    case .badTensorFile, .damagedRecord, .badCheckpoint, .otherArithmetic: badInput
    case .busy: busy
    case .trial(_, _, let status): status
    case .noSuchRun, .noSuchSweep, .noCheckpoint, .noLastCheckpoint: noInput
    case .incompleteSweep, .noSuchTrial, .outsideRuns: noInput
    case .ambiguousRun, .badOption: usage
    case .gridTooLarge, .changedSweep, .otherTrial, .changedSpec, .badResultRecord: badInput
    }
  }

  static func code(_ error: DatasetError) -> Int32 {
    switch error.category {
    case .badData: badInput
    case .noInput: noInput
    case .inputOutput: inputOutput
    }
  }

  /// A spec that isn't there is no bad spec.
  static func code(_ error: SpecError) -> Int32 {
    error.isMissingInput ? noInput : badInput
  }

  private static func status(_ action: FileAction, _ code: Int32) -> Int32 {
    switch (action, code) {
    case (_, ENOSPC), (_, EDQUOT), (_, EFBIG), (_, EIO): inputOutput
    case (.open, ENOENT), (.open, ENOTDIR), (.open, EACCES), (.list, EACCES): noInput
    case (.create, _), (.rename, _), (.remove, _), (_, EROFS): cannotCreate
    default: inputOutput
    }
  }
}
