extension SpecDecoder {
  /// A choice among kinds: a name, or a mapping of one name to its options.
  func kind(
    _ entry: Entry, _ family: Family, among declarations: [KindDeclaration]
  ) -> KindInstance? {
    switch entry.value.content {
    case .scalar(let scalar) where !entry.value.isNull:
      // A kind's bare name has been written out; this one isn't known.
      unknownKind(scalar.text, family, among: declarations, at: entry.value.mark)
      return nil
    case .mapping(let entries):
      guard !entries.isEmpty else {
        log.error(at: entry.value.removal ?? entry.value.mark, .noKind(family))
        return nil
      }
      let known = entries.filter { field in declarations.contains { $0.name == field.key } }
      for field in entries where !known.contains(where: { $0.key == field.key }) {
        unknownKind(field.key, family, among: declarations, at: field.keyMark)
      }
      if known.count > 1 {
        log.error(at: known[1].keyMark, .severalKinds(family, known.map(\.key)))
      }
      guard entries.count == 1, let only = known.first,
        let declaration = declarations.first(where: { $0.name == only.key })
      else { return nil }
      return instance(of: declaration, only)
    default:
      return wrong(entry, .one(family))
    }
  }

  /// Reports a name that is no kind, but may be the option of one.
  func unknownKind(
    _ name: String, _ family: Family, among declarations: [KindDeclaration], at mark: Mark
  ) {
    let owner = declarations.first { kind in kind.options.contains { $0.name == name } }
    if family != .layer, let owner {
      log.error(at: mark, .optionOfKind(family, name, kind: owner.name))
    } else if name.contains(" - ") {
      log.error(at: mark, .lineRunsOn(name))
    } else {
      log.error(at: mark, .unknownKind(family, name, known: declarations.map(\.name)))
    }
  }

  /// A kind with its options, whose values are in the mapping of an entry named for it.
  func instance(of declaration: KindDeclaration, _ entry: Entry) -> KindInstance? {
    guard let entries = entry.value.entries else {
      if declaration.options.isEmpty {
        log.error(at: entry.value.mark, .noOptions(kind: declaration.name))
      } else {
        log.error(
          at: entry.value.mark, .expected(key: entry.key, .mapping, found: entry.value.found))
      }
      return nil
    }
    if declaration.options.isEmpty, let first = entries.first {
      log.error(at: first.keyMark, .noOptions(kind: declaration.name))
      return nil
    }
    var fields = Fields(
      entries, of: .kind(declaration.name), at: entry.value.removal ?? entry.keyMark)
    var options: [String: OptionValue] = [:]
    var marks: [String: Mark] = [:]
    for option in declaration.options {
      let written =
        option.defaultValue == nil ? fields.required(option.name) : fields.optional(option.name)
      if let written {
        marks[option.name] = written.value.mark
        options[option.name] = value(written, option.domain)
      } else {
        options[option.name] = option.typedDefault
      }
    }
    fields.finish(log)
    guard options.count == declaration.options.count else { return nil }
    return KindInstance(
      kind: declaration.name, mark: entry.keyMark, options: options, optionMarks: marks)
  }

  private func value(_ entry: Entry, _ domain: OptionDeclaration.Domain) -> OptionValue? {
    switch domain {
    case .integer(let range): integer(entry, in: range).map { .integer($0) }
    case .real(let range): real(entry, in: range).map { .real($0) }
    case .boolean: boolean(entry).map { .boolean($0) }
    case .integerPair(let range): integerPair(entry, in: range).map { .integers($0) }
    case .integerList(let range):
      list(entry, .integerList(range)) { integer($0, in: range) }.map { .integers($0) }
    case .realPair(let range):
      list(entry, .realPair(range), count: 2) { real($0, in: range) }.map { .reals($0) }
    case .word(let words): word(entry, among: words).map { .word($0) }
    }
  }
}

extension OptionDeclaration {
  /// The default in the type that a written value would have.
  var typedDefault: OptionValue? {
    switch (domain, defaultValue) {
    case (.integerPair, .integer(let value)?): .integers([value, value])
    case (.real, .integer(let value)?): .real(Double(value))
    default: defaultValue
    }
  }
}
