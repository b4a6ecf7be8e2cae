/// What a safetensors file says of its tensors before their values.
public struct TensorFileHeader: Sendable {
  /// The type of a tensor's values.
  public enum ValueType: String, Sendable {
    /// Single precision.
    case float = "F32"
    /// 64-bit integers.
    case integer = "I64"

    /// The bytes of one value.
    public var stride: Int {
      switch self {
      case .float: 4
      case .integer: 8
      }
    }
  }

  /// A tensor's type and shape; its place follows from those before it.
  public struct Entry: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The type of the values.
    public let type: ValueType
    /// The shape; empty for a scalar.
    public let shape: [Int]

    /// Makes an entry.
    public init(_ name: String, _ type: ValueType = .float, shape: [Int]) {
      self.name = name
      self.type = type
      self.shape = shape
    }

    /// The number of values.
    public var count: Int { shape.reduce(1, *) }
    /// The number of bytes.
    public var bytes: Int { count * type.stride }
  }

  /// Texts by name about the file as a whole.
  public var metadata: [String: String]
  /// The tensors in the order of their values.
  public var entries: [Entry]

  /// Makes a header.
  public init(entries: [Entry], metadata: [String: String] = [:]) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The JSON text: the same bytes for the same header.
  var text: [UInt8] {
    var parts: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }
        .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      parts.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for entry in entries {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\(Self.quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(offset + entry.bytes)]}")
      offset += entry.bytes
    }
    return Array("{\(parts.joined(separator: ","))}".utf8)
  }

  /// The start of a file: the text's length, then the text with spaces up to a multiple of 8.
  var fileStart: [UInt8] {
    var text = text
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    let length = UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
