import ArgumentParser
import Runner

/// Writes the first steps of a training, tensor by tensor.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Write all that another framework needs to replay the first steps.")

  @OptionGroup var target: SpecArguments
  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Steps to do.", valueName: "n"))
  var steps: Int

  @Option(help: ArgumentHelp("The safetensors file to write.", valueName: "file"))
  var out: String

  mutating func validate() throws {
    try CommonOptions.checkSteps(steps)
  }

  func run() throws {
    let machine = try common.machine()
    let experiment = try target.experiment()
    let signal = try experiment.trace(steps: steps, to: out, machine: machine) { step in
      if !common.quiet { Output.errorLine("step \(step)/\(steps)") }
    }
    if let signal { throw ExitCode(ExitStatus.stopped(by: signal)) }
    switch common.format {
    case .text: Output.line(out)
    case .json: JSONOutput.print(["out": out])
    }
  }
}
