import Crypto
public import Engine
import ModelSpec

/// All that is needed to go on with a run after a step.
public struct Checkpoint: Sendable {
  /// The steps done.
  public let step: Int
  /// Both networks and their optimisers' moments, by name.
  public let state: [String: Tensor]
  /// Whole numbers that PyTorch keeps beside the weights, by name.
  public let counters: [String: Int]
  /// The lengths of the append-only files when it was written, by the file's name.
  public let lengths: [String: Int]
  /// The version of the arithmetic that made it.
  public let arithmetic: String
  /// The digest of the spec that it is of.
  public let spec: String
  /// The digest of the data that it is of.
  public let data: String

  /// Makes a checkpoint of a run.
  package init(
    step: Int, state: [String: Tensor], counters: [String: Int], lengths: [String: Int],
    arithmetic: String = RunIdentity.arithmetic, identity: RunIdentity
  ) {
    self.step = step
    self.state = state
    self.counters = counters
    self.lengths = lengths
    self.arithmetic = arithmetic
    self.spec = identity.spec
    self.data = identity.data
  }

  /// Writes it whole.
  ///
  /// A checksum over header and values tells damage that the format doesn't show.
  package func write(to path: String) throws(RunError) {
    let tensors = state.sorted { $0.key < $1.key }
    let numbers = counters.sorted { $0.key < $1.key }
    var header = TensorFileHeader(
      entries: tensors.map { .init($0.key, shape: $0.value.shape) }
        + numbers.map { .init($0.key, .integer, shape: []) },
      metadata: [
        "step": String(step), "arithmetic": arithmetic, "spec": spec, "data": data,
      ].merging(lengths.map { (Self.lengthKey + $0.key, String($0.value)) }) { first, _ in first })
    var hash = SHA256()
    hash.update(data: header.text)
    for (_, tensor) in tensors { hash.update(little: tensor.values) }
    for (_, number) in numbers { hash.update(little: [Int64(number)]) }
    header.metadata[Self.checksumKey] = hash.finalize().hexadecimal

    var writer = try TensorFileWriter(path, header: header)
    for (name, tensor) in tensors { try writer.write(name, tensor.values) }
    for (name, number) in numbers { try writer.write(name, [Int64(number)]) }
    try writer.publish()
  }

  /// Reads one and checks all of it.
  public init(reading path: String) throws(RunError) {
    let file = try TensorFile(path)
    var header = file.header
    let checksum = header.metadata.removeValue(forKey: Self.checksumKey)
    var hash = SHA256()
    hash.update(data: header.text)
    var state: [String: Tensor] = [:]
    var counters: [String: Int] = [:]
    for entry in header.entries {
      switch entry.type {
      case .float:
        let values = try file.floats(entry.name)
        hash.update(little: values)
        state[entry.name] = Tensor(shape: entry.shape, values: values)
      case .integer:
        let values = try file.integers(entry.name)
        hash.update(little: values)
        counters[entry.name] = values.first.map { Int($0) }
      }
    }
    guard checksum == hash.finalize().hexadecimal else {
      throw .badCheckpoint(path: path, .checksum)
    }
    let metadata = header.metadata
    func text(_ key: String) throws(RunError) -> String {
      guard let value = metadata[key] else { throw .badCheckpoint(path: path, .metadata(key: key)) }
      return value
    }
    func number(_ key: String) throws(RunError) -> Int {
      guard let value = Int(try text(key)), value >= 0 else {
        throw .badCheckpoint(path: path, .metadata(key: key))
      }
      return value
    }
    var lengths: [String: Int] = [:]
    for key in metadata.keys where key.hasPrefix(Self.lengthKey) {
      lengths[String(key.dropFirst(Self.lengthKey.count))] = try number(key)
    }
    self.step = try number("step")
    self.arithmetic = try text("arithmetic")
    self.spec = try text("spec")
    self.data = try text("data")
    self.state = state
    self.counters = counters
    self.lengths = lengths
  }

  private static let checksumKey = "sha256"
  private static let lengthKey = "length/"
}
