extension SpecDecoder {
  /// The optimisers of the two networks.
  struct Optimizers {
    var generator: KindInstance
    var discriminator: KindInstance
  }

  /// One optimiser for both networks, or one for each; `adam` if nothing is said.
  func optimizers(_ entry: Entry?, at mark: Mark) -> Optimizers? {
    guard let entry else {
      return defaultInstance("adam", among: catalogue.optimizers, at: mark).map {
        Optimizers(generator: $0, discriminator: $0)
      }
    }
    let networks = Network.allCases.map(\.rawValue)
    let entries = entry.value.entries ?? []
    guard entries.contains(where: { networks.contains($0.key) }) else {
      return kind(entry, .optimizer, among: catalogue.optimizers).map {
        Optimizers(generator: $0, discriminator: $0)
      }
    }
    if let kind = entries.first(where: { field in
      catalogue.optimizers.contains { $0.name == field.key }
    }) {
      let network = entries.first { networks.contains($0.key) }?.key ?? networks[0]
      log.error(
        at: kind.keyMark, .exclusiveKeys(network, kind.key, in: .key("optimizer")))
      return nil
    }
    var fields = Fields(entries, of: .key("optimizer"), at: entry.value.removal ?? entry.keyMark)
    let written = networks.map { fields.required($0) }
    fields.finish(log)
    let kinds = written.map { $0.flatMap { kind($0, .optimizer, among: catalogue.optimizers) } }
    guard let generator = kinds[0], let discriminator = kinds[1] else { return nil }
    return Optimizers(generator: generator, discriminator: discriminator)
  }
}
