import ArgumentParser
import Datasets
import Glibc
import Kernels
import ModelSpec
import Runner

/// What is said of an error, and the exit code: the one place where errors become text.
struct ErrorReport {
  let text: String
  let status: Int32

  /// Words an error; nil for those that the parser of arguments words itself.
  init?(_ error: any Error) {
    switch error {
    case let error as SpecError:
      text = Self.text(error)
      status = ExitStatus.code(error)
    case let error as RunError:
      text = Self.text("error", error)
      status = ExitStatus.code(error)
    case let error as DatasetError:
      text = Self.text("error", error)
      status = ExitStatus.code(error)
    case KernelError.outOfMemory:
      text = Self.text("error", Self.problem(error))
      status = ExitStatus.badInput
    case is ExitCode:
      return nil
    default:
      // Wrong usage and calls for help have codes of their own.
      guard GanRun.exitCode(for: error) == .failure else { return nil }
      text = Self.text("error", Self.problem(error))
      status = ExitStatus.defect
    }
  }

  /// What is wrong, also for errors that have no words of their own.
  static func problem(_ error: any Error) -> any Problem {
    switch error {
    case KernelError.outOfMemory(let bytes):
      OtherProblem(
        message: "there is no memory for \(NumberText.bytes(bytes))",
        help: "a smaller train.batch takes less")
    case let problem as any Problem: problem
    default: OtherProblem(message: "this is a defect of gan-run: \(error)", help: nil)
    }
  }

  private struct OtherProblem: Problem {
    let message: String
    let help: String?
  }

  /// All diagnostics of a spec.
  static func text(_ error: SpecError) -> String {
    text(error.diagnostics, error.sources)
  }

  /// Diagnostics, each with the line that it is about.
  static func text(_ diagnostics: [Diagnostic], _ sources: Sources) -> String {
    let text = DiagnosticRenderer(sources: sources).render(diagnostics)
    return text.last == "\n" ? String(text.dropLast()) : text
  }

  /// A problem that isn't about a place in a spec.
  static func text(_ severity: String, _ problem: any Problem) -> String {
    "gan-run: \(severity): \(problem.message)" + (problem.help.map { "\n  help: \($0)" } ?? "")
  }
}
