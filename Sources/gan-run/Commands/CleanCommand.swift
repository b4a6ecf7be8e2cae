import ArgumentParser
import Runner

/// Takes out what runs don't need any more.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Show what runs don't need any more, and with --yes remove it.",
    discussion: """
      That is: checkpoints but the newest of each run, and what interrupted writing left. Records, \
      samples and results stay. A run that is being trained is left alone, and links aren't followed.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run, a sweep, or the name or spec of either; all runs if not given.",
      valueName: "run|sweep|all"))
  var target: String?

  @OptionGroup var common: CommonOptions

  @Flag(help: "Of runs that ended, the last checkpoint, too: no images can be made of them then.")
  var checkpoints = false

  @Flag(help: "Remove it.")
  var yes = false

  func run() throws {
    let cleaning = try Cleaning(target, runs: common.runs, finalCheckpoints: checkpoints)
    for folder in cleaning.busy {
      Output.errorLine(
        ErrorReport.text("warning", RunError.busy(run: folder.path, process: nil)))
    }
    if common.format == .text {
      for run in cleaning.runs { Output.line("\(run.folder.path): \(Self.words(run.files))") }
    }
    let removed = try yes ? cleaning.remove() : nil
    let files = removed ?? cleaning.files
    switch common.format {
    case .text:
      if files.isEmpty {
        Output.line("nothing to remove")
      } else {
        let words = Self.words(files)
        Output.line(yes ? "removed \(words)" : "in all \(words); --yes removes it")
      }
    case .json:
      JSONOutput.print(
        Report(
          removed: yes, bytes: files.reduce(0) { $0 + $1.bytes }, files: files.map(\.path)))
    }
  }

  private struct Report: Encodable {
    let removed: Bool
    let bytes: Int
    let files: [String]
  }

  private static func words(_ files: [Leftovers.File]) -> String {
    func count(_ kind: Leftovers.File.Kind, _ word: String) -> String? {
      let count = files.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    let parts = [count(.checkpoint, "checkpoint"), count(.temporary, "temporary file")]
    let bytes = files.reduce(0) { $0 + $1.bytes }
    return parts.compactMap { $0 }.joined(separator: ", ") + ", \(NumberText.bytes(bytes))"
  }
}
