import Foundation
import ModelSpec
import Runner

/// Records of runs as training leaves them, written by hand.
struct RecordedRuns {
  let folder: TemporaryFolder
  var runs: String { "\(folder.path)/runs" }

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Twelve hexadecimal digits.
  static func id(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 12 - digits.count) + digits
  }

  func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: "\(runs)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// A run that finished step 20 with these values of swd after steps 5, 10, 15 and 20.
  func finish(
    _ path: String, swd: [Double] = [8, 5, 7, 6], seed: Int = 1, samples: Int = 64,
    arithmetic: String = "cpu-4", data: String = "dd", spec: String = "lr: 0.1",
    status: String = "finished"
  ) throws {
    let made = """
      {"swd":{"samples":\(samples),"seed":\(seed),"version":1}}
      """
    var lines: [String] = []
    for step in 1...20 {
      lines.append(
        #"{"d_fake":0.25,"d_real":0.75,"epoch":0,"loss/discriminator":\#(step),"#
          + #""loss/generator":2,"step":\#(step)}"#)
      if step % 5 == 0 {
        let value = swd[step / 5 - 1]
        lines.append(
          #"{"made":\#(made),"step":\#(step),"values":{"swd":\#(value),"swd/16x16":1}}"#)
      }
    }
    try write(lines.joined(separator: "\n") + "\n", to: "\(path)/metrics.jsonl")
    try write(
      """
      {"arithmetic": "\(arithmetic)",
       "digests": {"data": "\(data)", "spec": "s", "weights": "w"}, "made": \(made),
       "metrics": {"d_fake": 0.25, "d_real": 0.75, "loss/discriminator": 20, "loss/generator": 2,
         "swd": \(swd[3]), "swd/16x16": 1},
       "status": "\(status)", "steps": 20,
       "divergence": {"step": 20, "tensor": "generator/0.weight"}}
      """, to: "\(path)/result.json")
    try begin(path, seed: seed, arithmetic: arithmetic, data: data, spec: spec)
  }

  /// A run that has begun.
  func begin(
    _ path: String, seed: Int = 1, arithmetic: String = "cpu-4", data: String = "dd",
    spec: String = "lr: 0.1"
  ) throws {
    try write(
      """
      {"arithmetic": "\(arithmetic)", "attempts": [],
       "digests": {"data": "\(data)", "spec": "s"}}
      """, to: "\(path)/provenance.json")
    try write(
      """
      data: {path: /somewhere/\(seed)}
      generator:
        - {at: 0, conv: {out: 8}}
        - {at: 3, relu: {}}
      log: {every: \(seed)}
      name: \(path.prefix { $0 != "/" })
      optimizer: {generator: {adam: {\(spec)}}}
      seed: \(seed)

      """, to: "\(path)/resolved.yaml")
  }

  /// The lock of a sweep whose trials are numbered.
  func lock(
    _ name: String, kind: String = "sweep", _ trials: [(name: String, changes: String, seed: Int)]
  ) throws {
    let rows = trials.enumerated().map { number, trial in
      """
        - changes: \(trial.changes)
          digests: {data: dd, spec: s}
          id: "\(Self.id(number))"
          name: \(JSONValue.string(trial.name).canonical)
          seed: \(trial.seed)

      """
    }
    try write(
      """
      arithmetic: cpu-4
      kind: \(kind)
      name: \(name)
      overrides: []
      schema: 1
      sources: {}
      spec: experiments/x.yaml
      trials:
      \(rows.joined())
      """, to: "\(name)/sweep.lock.yaml")
  }

  func compare(_ name: String, _ options: Comparison.Options = .init()) throws -> Comparison {
    try Comparison(sweep: SweepFolder(runs: runs, name: name), options: options)
  }
}
