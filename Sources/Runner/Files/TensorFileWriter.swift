/// Writes a safetensors file tensor by tensor, so that a large one never lies in memory whole.
public struct TensorFileWriter: ~Copyable {
  private let file: WholeFile
  private let path: String
  private let entries: [TensorFileHeader.Entry]
  private var next = 0

  /// Begins a file; its tensors then follow in the header's order.
  public init(_ path: String, header: TensorFileHeader) throws(RunError) {
    let file = try WholeFile(path)
    try file.write(header.fileStart)
    self.file = file
    self.path = path
    self.entries = header.entries
  }

  /// Adds the next tensor.
  public mutating func write(_ name: String, _ values: [Float]) throws(RunError) {
    try expect(name, .float, count: values.count)
    try file.write(values)
  }

  /// Adds the next tensor, of integers.
  public mutating func write(_ name: String, _ values: [Int64]) throws(RunError) {
    try expect(name, .integer, count: values.count)
    try file.write(values)
  }

  /// Puts the file in its place, once all tensors are there.
  public consuming func publish() throws(RunError) {
    guard next == entries.count else {
      throw .badTensorFile(path: path, .missing(name: entries[next].name))
    }
    try file.publish()
  }

  private mutating func expect(
    _ name: String, _ type: TensorFileHeader.ValueType, count: Int
  ) throws(RunError) {
    guard next < entries.count, entries[next].name == name, entries[next].type == type,
      entries[next].count == count
    else { throw .badTensorFile(path: path, .unexpected(name: name)) }
    next += 1
  }
}
