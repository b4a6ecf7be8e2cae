import Engine
import Layers
import ModelSpec

/// What a step of each of many specs takes, worked out once for those of one shape.
struct TrialCosts {
  /// More shapes than this take too long to compile all.
  private static let most = 24

  /// Bytes by the number of the spec; nil where they weren't worked out.
  let bytes: [Int?]
  /// Seconds by the number of the spec; nil where steps of it weren't timed.
  let seconds: [Double?]
  /// The number of the spec that takes the most.
  let largest: Int?

  /// Compiles each shape, and times a few steps of it where there is a machine to time them on.
  init(_ specs: [Spec], timedOn machine: Machine?) throws {
    var shapes: [String: (first: Int, values: Double)] = [:]
    var keys: [String] = []
    for (number, spec) in specs.enumerated() {
      let (key, values) = try Self.shape(spec)
      keys.append(key)
      if shapes[key] == nil { shapes[key] = (number, values) }
    }
    // The one with the most values stands for all, where there are too many to compile.
    let chosen =
      shapes.count <= Self.most
      ? shapes : shapes.max { $0.value.values < $1.value.values }.map { [$0.key: $0.value] } ?? [:]
    var compiled: [String: Int] = [:]
    var timed: [String: Double] = [:]
    for (key, shape) in chosen {
      let spec = specs[shape.first]
      compiled[key] = try TrainingGraph(spec).plan.arenaBytes
      if let machine {
        timed[key] = try Measurement(spec, steps: 2, machine: machine).secondsMedian
      }
    }
    let bytes = keys.map { compiled[$0] }
    self.bytes = bytes
    seconds = keys.map { timed[$0] }
    largest = bytes.indices.max { (bytes[$0] ?? 0, -$0) < (bytes[$1] ?? 0, -$1) }
  }

  /// What the memory of a step hangs on, and about how many values there are in it.
  private static func shape(_ spec: Spec) throws(SpecError) -> (key: String, values: Double) {
    let networks = try Networks(spec)
    let train = spec.train
    var key = "\(train.batch) \(train.discriminatorSteps) \(train.jointBatches) \(train.newFakes)"
    for instance in [
      spec.loss.discriminator, spec.loss.generator, spec.generatorOptimizer,
      spec.discriminatorOptimizer,
    ] { key += " \(instance.kind)" }
    for smoothing in [spec.loss.smoothReal, spec.loss.smoothFake, spec.loss.smoothGenerator] {
      key += smoothing == .fixed(0) ? " none" : " some"
    }
    var values = 0.0
    for entry in networks.generator.entries + networks.discriminator.entries {
      key += "\n\(entry.spec.layer.kind) \(entry.output)"
      for parameter in entry.parameters { key += " \(parameter.shape)" }
      for option in ["stride", "padding"] { key += " \(entry.spec.layer.integers(option))" }
      values += Double(train.batch) * Double(entry.output.reduce(1, *))
      values += Double(entry.parameters.reduce(0) { $0 + $1.count })
    }
    return (key, values)
  }
}
