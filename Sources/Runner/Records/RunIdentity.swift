import Crypto
import ModelSpec

/// What tells a run from all others: the digests of its spec and of its data.
public struct RunIdentity: Hashable, Sendable {
  /// The version of the arithmetic of this program; it goes up when bits change.
  public static let arithmetic = "cpu-4"

  /// The spec's name, which the folder bears.
  public let name: String
  /// The spec's digest.
  public let spec: String
  /// The data's digest.
  public let data: String

  /// Makes an identity.
  public init(name: String, spec: String, data: String) {
    self.name = name
    self.spec = spec
    self.data = data
  }

  /// Twelve hexadecimal digits that stand for both digests.
  public var id: String {
    String(SHA256.hash(data: Array("\(spec) \(data)".utf8)).hexadecimal.prefix(12))
  }

  /// Whether a text from a file can be an id, so that it leads nowhere else.
  static func isID(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}
