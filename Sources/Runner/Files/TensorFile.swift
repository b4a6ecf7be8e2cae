/// A safetensors file that is read; nothing in it is trusted.
public struct TensorFile: ~Copyable {
  /// Longer headers are refused, as the format's own reader does.
  private static let largestHeader: UInt64 = 100_000_000

  /// What the file says of its tensors.
  public let header: TensorFileHeader
  private let descriptor: Descriptor
  private let places: [String: (entry: TensorFileHeader.Entry, offset: Int)]

  /// Opens a file and checks its header against its length.
  public init(_ path: String) throws(RunError) {
    let descriptor = try Descriptor.reading(path)
    let length = try descriptor.length()
    let start = try descriptor.read(count: 8, zero: UInt8(0))
    guard start.count == 8 else { throw .badTensorFile(path: path, .truncated) }
    let headerLength = start.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard headerLength <= Self.largestHeader, headerLength <= UInt64(length - 8) else {
      throw .badTensorFile(path: path, .headerLength(headerLength))
    }
    let text = try descriptor.read(count: Int(headerLength), zero: UInt8(0))
    guard text.count == Int(headerLength) else { throw .badTensorFile(path: path, .truncated) }
    let begin = 8 + text.count
    let header: TensorFileHeader
    do {
      header = try TensorFileHeader(parsing: text, valueBytes: length - begin)
    } catch {
      throw .badTensorFile(path: path, error)
    }
    var places: [String: (entry: TensorFileHeader.Entry, offset: Int)] = [:]
    var offset = begin
    for entry in header.entries {
      places[entry.name] = (entry, offset)
      offset += entry.bytes
    }
    self.header = header
    self.descriptor = descriptor
    self.places = places
  }

  /// The values of a tensor in single precision.
  public func floats(_ name: String) throws(RunError) -> [Float] {
    try values(name, .float, zero: 0)
  }

  /// The values of a tensor of integers.
  public func integers(_ name: String) throws(RunError) -> [Int64] {
    try values(name, .integer, zero: 0)
  }

  private func values<Value: BitwiseCopyable>(
    _ name: String, _ type: TensorFileHeader.ValueType, zero: Value
  ) throws(RunError) -> [Value] {
    guard let (entry, offset) = places[name] else {
      throw .badTensorFile(path: descriptor.path, .missing(name: name))
    }
    guard entry.type == type else {
      throw .badTensorFile(path: descriptor.path, .unexpected(name: name))
    }
    try descriptor.seek(to: offset)
    let values = try descriptor.read(count: entry.count, zero: zero)
    // The file may have shrunk since it was opened.
    guard values.count == entry.count else {
      throw .badTensorFile(path: descriptor.path, .truncated)
    }
    return values
  }
}
