extension SpecDecoder {
  func data(_ entry: Entry) -> DataSpec? {
    guard var fields = fields(entry) else { return nil }
    let source = source(&fields)
    let sizeEntry = fields.required("size")
    let size = sizeEntry.flatMap { integerPair($0, in: 4...1024) }
    let flip = optional(fields.optional("flip"), default: false) { boolean($0) }
    let background = optional(fields.optional("background"), default: [255, 255, 255]) {
      colour($0)
    }
    fields.finish(log)
    guard let source, let size, let flip, let background else { return nil }
    return DataSpec(
      source: source, height: size[0], width: size[1], sizeMark: sizeEntry?.value.mark, flip: flip,
      background: background)
  }

  private func source(_ fields: inout Fields) -> DataSpec.Source? {
    let written = fields.exclusive(["path", "synthetic"], isRequired: true, log: log)
    let countEntry = fields.optional("count")
    let count = optional(countEntry, default: 10000) { integer($0, in: .counts) }
    guard let written else { return nil }
    if written.key == "synthetic" {
      guard let kind = kind(written, .syntheticSource, among: catalogue.syntheticSources),
        let count
      else { return nil }
      return .synthetic(kind, count: count)
    }
    if let countEntry { log.error(at: countEntry.keyMark, .countWithoutSynthetic) }
    return path(written).map {
      let mark = written.value.mark
      return .path(
        written: $0, resolved: FilePath.resolve($0, against: mark.origin), mark: mark)
    }
  }

  private func path(_ entry: Entry) -> String? {
    guard let text = text(entry) else { return nil }
    guard !text.isEmpty, !text.unicodeScalars.contains("\0") else {
      log.error(at: entry.value.mark, .badPath(isEmpty: text.isEmpty))
      return nil
    }
    return text
  }

  private func colour(_ entry: Entry) -> [UInt8]? {
    if entry.value.isNull {
      log.error(at: entry.value.mark, .unquotedColour)
      return nil
    }
    guard let text = entry.value.scalar?.text, text.count == 7, text.first == "#" else {
      return wrong(entry, .colour)
    }
    let digits = text.dropFirst().compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    guard digits.count == 6 else { return wrong(entry, .colour) }
    return (0..<3).map { UInt8(digits[2 * $0] * 16 + digits[2 * $0 + 1]) }
  }
}
