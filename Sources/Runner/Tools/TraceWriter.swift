import Engine
import Layers

/// Writes all that another framework needs to replay the first steps of a training.
public struct TraceWriter {
  private let session: EngineSession
  private let spec: String

  /// Traces a session that was compiled for it; `spec` is the resolved spec as JSON.
  public init(_ session: EngineSession, spec: String) {
    self.session = session
    self.spec = spec
  }

  /// Writes the start and the first steps, tensor by tensor.
  ///
  /// It asks `stop` after each step for a signal, which it gives back, with no file written.
  public func write(
    steps: Int, to path: String, stop: () -> Int32? = { nil }, report: (Int) -> Void = { _ in }
  ) throws -> Int32? {
    let plan = session.graph.plan
    let weights = plan.stateShapes.filter { !$0.key.hasPrefix("optimizer/") }
      .sorted { $0.key < $1.key }
    var entries = weights.map { TensorFileHeader.Entry("init/\($0.key)", shape: $0.value) }
    for step in 1...steps {
      entries += session.graph.traced.map {
        .init(Self.prefix(step) + $0, shape: plan.outputShapes[$0] ?? [])
      }
      entries += weights.map { .init(Self.prefix(step) + $0.key, shape: $0.value) }
    }
    var writer = try TensorFileWriter(
      path, header: TensorFileHeader(entries: entries, metadata: ["spec": spec]))
    try session.start()
    for (name, _) in weights {
      try writer.write("init/\(name)", session.output(name).values)
    }
    for step in 1...steps {
      _ = try session.run(step: step)
      for name in session.graph.traced + weights.map(\.key) {
        try writer.write(Self.prefix(step) + name, session.output(name).values)
      }
      report(step)
      if let signal = stop() { return signal }
    }
    try writer.publish()
    return nil
  }

  private static func prefix(_ step: Int) -> String {
    let digits = String(step)
    return "step/\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)/"
  }
}
