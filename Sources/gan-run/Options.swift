import ArgumentParser
import Kernels
import Runner

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where the runs are.", valueName: "dir"))
  var runs = "runs"

  @Option(help: ArgumentHelp("Threads to compute with; all cores if not given.", valueName: "n"))
  var threads: Int?

  @Option(help: "Instructions to use; all give the same bits.")
  var simd = Simd.auto

  @Option(help: "How results are printed.")
  var format = Format.text

  @Flag(help: "No progress.")
  var quiet = false

  mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes 1 to 1024, not \(threads)")
    }
  }

  /// Refuses a number of steps that no command does at once.
  static func checkSteps(_ steps: Int) throws {
    guard (1...9999).contains(steps) else {
      throw ValidationError("--steps takes 1 to 9999, not \(steps)")
    }
  }

  /// The processor as the options have it.
  func machine() throws -> Machine {
    try Machine(threads: threads, simd: simd.rawValue)
  }

  enum Simd: String, ExpressibleByArgument, CaseIterable {
    case auto, avx512, avx2, plain
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }
}

/// A spec and what is changed in it.
struct SpecArguments: ParsableArguments {
  @Argument(help: "The spec: a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var spec: String

  @Argument(
    help: ArgumentHelp(
      "Changes to the spec: key.path=value, +key.path=value adds, ~key.path takes out.",
      valueName: "key=value"))
  var overrides: [String] = []

  mutating func validate() throws {
    if let word = overrides.first(where: { !Override.isOne($0) }) {
      if !spec.contains(where: { "./".contains($0) }) {
        throw ValidationError("'\(spec)' is no command; 'gan-run --help' lists them")
      }
      throw ValidationError(
        "'\(word)' is no override: expected key.path=value, +key.path=value or ~key.path")
    }
    if Override.isOne(spec) {
      throw ValidationError("the spec comes first, then '\(spec)'")
    }
  }
}

/// The words of a command line that change a spec.
enum Override {
  static func isOne(_ word: String) -> Bool {
    word.contains("=") || word.hasPrefix("+") || word.hasPrefix("~")
  }
}
