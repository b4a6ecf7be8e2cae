extension TensorFileHeader {
  /// Reads the JSON text of a header, for a file with so many bytes of values.
  ///
  /// It is stricter than a reader of JSON: no name twice, no gap between values, no unknown keys.
  init(parsing text: [UInt8], valueBytes: Int) throws(TensorFileProblem) {
    var scanner = HeaderScanner(text)
    var metadata: [String: String]?
    var found: [(entry: Entry, begin: Int, end: Int)] = []
    var names: Set<String> = []
    try scanner.members { (scanner, name) throws(TensorFileProblem) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        metadata = try scanner.texts()
      } else {
        found.append(try scanner.tensor(name))
      }
    }
    try scanner.end()
    // An empty tensor shares its place with the next one and comes first.
    found.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var place = 0
    for (entry, begin, end) in found {
      guard let bytes = entry.checkedBytes, begin == place, end >= begin, end - begin == bytes
      else { throw .offsets(name: entry.name) }
      place = end
    }
    if place > valueBytes { throw .truncated }
    if place < valueBytes { throw .trailingBytes(valueBytes - place) }
    self.init(entries: found.map(\.entry), metadata: metadata ?? [:])
  }
}

extension TensorFileHeader.Entry {
  /// The number of bytes; nil where it overflows.
  fileprivate var checkedBytes: Int? {
    var bytes = type.stride
    var overflow = false
    for size in shape {
      let product = bytes.multipliedReportingOverflow(by: size)
      overflow = overflow || product.overflow
      bytes = product.partialValue
    }
    // Also where a zero undoes it: others multiply in another order.
    return overflow ? nil : bytes
  }
}

/// Reads the few shapes of JSON that a header is made of.
private struct HeaderScanner {
  private let text: [UInt8]
  private var place = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  private var wrong: TensorFileProblem { .header(offset: place) }

  private mutating func skipSpace() {
    while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TensorFileProblem) {
    guard accept(character) else { throw wrong }
  }

  mutating func end() throws(TensorFileProblem) {
    skipSpace()
    guard place == text.count else { throw wrong }
  }

  mutating func members(
    _ body: (inout HeaderScanner, String) throws(TensorFileProblem) -> Void
  ) throws(TensorFileProblem) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try body(&self, name)
    } while accept(",")
    try expect("}")
  }

  mutating func texts() throws(TensorFileProblem) -> [String: String] {
    var texts: [String: String] = [:]
    try members { (scanner, name) throws(TensorFileProblem) in
      guard texts.updateValue(try scanner.string(), forKey: name) == nil else {
        throw .duplicateName(name)
      }
    }
    return texts
  }

  mutating func tensor(
    _ name: String
  ) throws(TensorFileProblem) -> (entry: TensorFileHeader.Entry, begin: Int, end: Int) {
    var type: TensorFileHeader.ValueType?
    var shape: [Int]?
    var offsets: [Int]?
    try members { (scanner, key) throws(TensorFileProblem) in
      switch key {
      case "dtype" where type == nil:
        let word = try scanner.string()
        type = TensorFileHeader.ValueType(rawValue: word)
        if type == nil { throw .type(name: name, type: word) }
      case "shape" where shape == nil: shape = try scanner.integers()
      case "data_offsets" where offsets == nil: offsets = try scanner.integers()
      default: throw scanner.wrong
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else { throw wrong }
    return (.init(name, type, shape: shape), offsets[0], offsets[1])
  }

  private mutating func integers() throws(TensorFileProblem) -> [Int] {
    try expect("[")
    if accept("]") { return [] }
    var values: [Int] = []
    repeat {
      skipSpace()
      let digits = text[place...].prefix { (0x30...0x39).contains($0) }
      guard let value = Int(String(decoding: digits, as: UTF8.self)),
        digits.count == 1 || digits.first != UInt8(ascii: "0")
      else { throw wrong }
      values.append(value)
      place += digits.count
    } while accept(",")
    try expect("]")
    return values
  }

  private mutating func string() throws(TensorFileProblem) -> String {
    try expect("\"")
    var units: [UInt8] = []
    while place < text.count, text[place] != UInt8(ascii: "\"") {
      guard text[place] >= 0x20 else { throw wrong }
      if text[place] == UInt8(ascii: "\\") {
        units += try escape().utf8
      } else {
        units.append(text[place])
        place += 1
      }
    }
    try expect("\"")
    guard let string = String(validating: units, as: UTF8.self) else { throw wrong }
    return string
  }

  private mutating func escape() throws(TensorFileProblem) -> String {
    guard place + 1 < text.count else { throw wrong }
    let letter = text[place + 1]
    place += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(decoding: [letter], as: UTF8.self)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw wrong
    }
    var units = [try hexadecimal()]
    if UTF16.isLeadSurrogate(units[0]) {
      guard text[place...].starts(with: Array("\\u".utf8)) else { throw wrong }
      place += 2
      units.append(try hexadecimal())
    }
    guard let string = String(validating: units, as: UTF16.self) else { throw wrong }
    return string
  }

  private mutating func hexadecimal() throws(TensorFileProblem) -> UInt16 {
    let digits = text[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw wrong }
    place += 4
    return unit
  }
}
