import Dispatch
import FoundationEssentials
import Glibc
import Kernels
import Metrics
import ModelSpec

/// What a process is told that trains one trial of a sweep.
package struct TrialRequest: Codable, Sendable {
  /// The run's id, by which both processes see that they mean the same.
  let id: String
  /// The spec with everything written out.
  let resolved: String
  /// The sweep's file, and its text.
  let specPath, specText: String
  /// Whether what is there is thrown away.
  let restart: Bool
  /// The folder of all runs.
  let runs: String
  let threads: Int
  let simd: String
  /// The step after which it pauses.
  let until: Int?
  /// Steps after which the generator is evaluated, beside those of the spec.
  let evaluatedSteps: Set<Int>
  /// The command line of the sweep, for the record.
  let arguments: [String]
  /// The state of the repository that the spec lies in, for the record.
  let tree: WorkingTree

  /// The exit code of a process whose run another one is at.
  package static let busyStatus: Int32 = 75
  /// The exit codes of a process that cannot write its files.
  package static let fileStatuses: Set<Int32> = [73, 74]

  init(
    id: String, spec: Spec, specPath: String, specText: String, until: Int?,
    evaluatedSteps: Set<Int>, restart: Bool, tree: WorkingTree, _ options: SweepOptions
  ) {
    self.id = id
    resolved = spec.resolved(catalogue: MetricCatalogue.standard).yaml
    self.specPath = specPath
    self.specText = specText
    self.until = until
    self.evaluatedSteps = evaluatedSteps
    self.restart = restart
    runs = options.runs
    threads = options.machine.threads
    simd = options.machine.instructionSet.rawValue
    arguments = options.arguments
    self.tree = tree
  }

  /// What a parent sends on the standard input, which stays open as long as the parent lives.
  ///
  /// From now on the end of it asks to stop, as a signal would.
  package static func fromParent() throws(RunError) -> TrialRequest {
    let input = try Descriptor.reading("/dev/stdin")
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      let bytes = try input.readSome(most: 1 << 16)
      guard !bytes.isEmpty else { break }
      line += bytes
    }
    guard let request = JSONText.decode(line, as: Self.self) else {
      throw .badOption(name: "the standard input", value: "", expected: "a trial of a sweep")
    }
    DispatchQueue.global().async {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 0 || count < 0 && errno != EINTR { break }
      }
      StopSignal.ask(SIGTERM)
    }
    return request
  }

  /// Trains the trial.
  package func run(report: @escaping (TrainingEvent) -> Void) throws -> TrainingReport {
    // It lies in no folder: its data's path is as this process opens it.
    let path = "\(id).yaml"
    var spec = try SpecReader(catalogue: MetricCatalogue.standard, texts: [path: resolved])
      .read(path: path)
    spec.sources.texts[.file(specPath)] = specText
    let experiment = try Experiment(path: specPath, spec: spec)
    let machine = try Machine(threads: threads, simd: simd)
    var options = TrainingOptions(
      runs: runs, machine: machine, restart: restart, until: until,
      evaluatedSteps: evaluatedSteps, arguments: arguments)
    options.id = id
    options.tree = tree
    return try experiment.train(options, report: report)
  }
}
