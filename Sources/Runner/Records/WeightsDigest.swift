import Crypto
public import Engine
import ModelSpec

/// A fingerprint of both networks' weights and running statistics.
public enum WeightsDigest {
  /// SHA-256 over the tensors sorted by `network/name`, as 64 hexadecimal digits.
  ///
  /// Each adds its name, a NUL, the number of dimensions and each of them as little-endian 64-bit
  /// integers, and its values as little-endian floats. What isn't a network's is left out. NaN has
  /// many bit patterns, and which of them arithmetic yields depends on the processor, so all count
  /// as one.
  public static func hex(_ state: [String: Tensor]) -> String {
    var hash = SHA256()
    for (name, tensor) in state.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    where Self.covers(name) {
      hash.update(data: Array(name.utf8) + [0])
      hash.update(little: [UInt64(tensor.shape.count)] + tensor.shape.map { UInt64($0) })
      if tensor.values.contains(where: \.isNaN) {
        hash.update(little: tensor.values.map { $0.isNaN ? .nan : $0 })
      } else {
        hash.update(little: tensor.values)
      }
    }
    return hash.finalize().hexadecimal
  }

  private static func covers(_ name: String) -> Bool {
    (name.hasPrefix("generator/") || name.hasPrefix("discriminator/"))
      && !name.hasSuffix(".num_batches_tracked")
  }
}

extension SHA256 {
  /// Adds plain values as they lie in memory, which is little-endian on all that we run on.
  mutating func update<Value: BitwiseCopyable>(little values: [Value]) {
    values.withUnsafeBytes { update(bufferPointer: $0) }
  }
}
