import ArgumentParser
import ModelSpec
import Runner

/// Times steps.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training steps after a warm-up, on made-up images.")

  @OptionGroup var target: SpecArguments
  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Steps to time.", valueName: "n"))
  var steps = 10

  @Flag(help: "Time each kernel of a step instead.")
  var layers = false

  mutating func validate() throws {
    try CommonOptions.checkSteps(steps)
  }

  func run() throws {
    let machine = try common.machine()
    let experiment = try target.experiment()
    let total = steps + Measurement.warmUp
    let report = { (step: Int) in
      if !common.quiet { Output.errorLine("step \(step)/\(total)") }
    }
    if layers {
      let measured = try LayerMeasurement(
        experiment.spec, steps: steps, machine: machine, report: report)
      guard common.format == .text else { return JSONOutput.print(measured) }
      return Output.line(measured.text)
    }
    let measured = try Measurement(
      experiment.spec, steps: steps, machine: machine, report: report)
    guard common.format == .text else { return JSONOutput.print(measured) }
    let batch = experiment.spec.train.batch * experiment.spec.train.discriminatorSteps
    var table = Table(("", .left), ("", .right))
    table.add("a step, median", "\(NumberText.fixed(measured.secondsMedian, 4)) s")
    table.add("a step, fastest", "\(NumberText.fixed(measured.secondsMin, 4)) s")
    table.add("the first step", "\(NumberText.fixed(measured.firstStepSeconds, 4)) s")
    table.add("images", "\(NumberText.fixed(Double(batch) / measured.secondsMedian, 1)) /s")
    table.add("peak memory", NumberText.bytes(measured.peakResidentBytes))
    table.add(
      "multiply-add peak", NumberText.scaled(measured.multiplyAddPeak * 1e9, unit: "FLOP/s"))
    table.add("threads", "\(measured.threads), \(measured.simd)")
    Output.line(table.text)
  }
}
