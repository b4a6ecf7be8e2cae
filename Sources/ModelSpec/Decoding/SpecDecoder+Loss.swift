extension SpecDecoder {
  /// What the networks minimise: the discriminator by `bce`, the generator by `non_saturating`,
  /// unless something else is said.
  func loss(_ entry: Entry?, at mark: Mark) -> LossSpec? {
    let entry = entry ?? Entry(key: "loss", keyMark: mark, value: .emptyMapping(at: mark))
    guard var fields = fields(entry) else { return nil }
    let discriminator = lossKind(
      fields.optional("discriminator"), catalogue.discriminatorLosses, default: "bce", mark)
    let generator = lossKind(
      fields.optional("generator"), catalogue.generatorLosses, default: "non_saturating", mark)
    let smoothing = smoothing(fields.optional("label_smoothing"), generator: generator)
    fields.finish(log)
    guard let discriminator, let generator, let smoothing else { return nil }
    return LossSpec(
      discriminator: discriminator, generator: generator, smoothReal: smoothing[0],
      smoothFake: smoothing[1], smoothGenerator: smoothing[2])
  }

  private func lossKind(
    _ entry: Entry?, _ declarations: [KindDeclaration], default name: String, _ mark: Mark
  ) -> KindInstance? {
    guard let entry else { return defaultInstance(name, among: declarations, at: mark) }
    return kind(entry, .loss, among: declarations)
  }

  /// A kind that nobody wrote, with its defaults.
  func defaultInstance(
    _ name: String, among declarations: [KindDeclaration], at mark: Mark
  ) -> KindInstance? {
    guard let declaration = declarations.first(where: { $0.name == name }) else {
      log.error(at: mark, .unknownKind(.loss, name, known: declarations.map(\.name)))
      return nil
    }
    let options = declaration.options.compactMap { option in
      option.typedDefault.map { (option.name, $0) }
    }
    return KindInstance(
      kind: name, mark: nil, options: Dictionary(options) { first, _ in first })
  }

  private func smoothing(_ entry: Entry?, generator: KindInstance?) -> [Smoothing]? {
    let none = Smoothing.fixed(0)
    guard let entry else { return [none, none, none] }
    guard var fields = fields(entry) else { return nil }
    let entries = ["real", "fake", "generator"].map { fields.optional($0) }
    let amounts = entries.map { optional($0, default: none) { amount($0) } }
    fields.finish(log)
    if let written = entries[2], let amount = amounts[2], amount != none,
      generator?.kind == "saturating"
    {
      log.error(at: written.value.mark, .smoothingOfSaturating)
    }
    let good = amounts.compactMap { $0 }
    return good.count == amounts.count ? good : nil
  }

  private func amount(_ entry: Entry) -> Smoothing? {
    let range = RealRange(0, 1)
    if entry.value.scalar != nil, !entry.value.isNull {
      return real(entry, in: range).map { .fixed($0) }
    }
    guard let ends = list(entry, .smoothing, count: 2, item: { real($0, in: range) }) else {
      return nil
    }
    guard ends[0] <= ends[1] else {
      log.error(at: entry.value.mark, .smoothingRangeBackward(ends[0], ends[1]))
      return nil
    }
    return ends[0] == ends[1] ? .fixed(ends[0]) : .drawn(ends[0], ends[1])
  }
}
