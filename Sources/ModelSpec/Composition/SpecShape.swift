/// What composition must know of a place in a spec's tree.
///
/// It is which shorthand the place may be written in, and which of its keys exclude each other.
/// What may stand there is the decoder's business.
indirect enum SpecShape {
  /// Whatever stands here is taken as it is.
  case plain
  /// A mapping; of the alternatives only one is meant to be there.
  ///
  /// Each is a key that takes the place of the others, and then keys that only make sense with it.
  case section([String: SpecShape], alternatives: [[String]])
  /// One kind with its options.
  case kind([KindDeclaration])
  /// A list of such kinds.
  case kinds([KindDeclaration])
  /// A kind of initialiser; anything that isn't the name of one is a constant.
  case initializer([KindDeclaration])
  /// Initialisers by parameter; one alone is the weight's.
  case initializers([KindDeclaration], parameters: Set<String>)
  /// One optimiser for both networks, or one for each.
  case optimizers([KindDeclaration])
  /// The list of a network's layers.
  case layers(Catalogue)
  /// An item of that list.
  case layer(Catalogue)

  /// The shape of a whole spec.
  static func root(_ catalogue: Catalogue) -> SpecShape {
    var groups: [String: SpecShape] = [:]
    for group in catalogue.initGroups {
      groups[group.name] = .initializers(
        catalogue.initializers, parameters: Set(group.parameters))
    }
    return .section(
      [
        "data": .section(
          ["synthetic": .kind(catalogue.syntheticSources)],
          alternatives: [["path"], ["synthetic", "count"]]),
        "init": .section(groups, alternatives: []),
        "generator": .layers(catalogue),
        "discriminator": .layers(catalogue),
        "loss": .section(
          [
            "discriminator": .kind(catalogue.discriminatorLosses),
            "generator": .kind(catalogue.generatorLosses),
          ], alternatives: []),
        "optimizer": .optimizers(catalogue.optimizers),
        "train": .section([:], alternatives: [["epochs"], ["steps"]]),
        "evaluate": .section(["metrics": .kinds(catalogue.metrics)], alternatives: []),
        "checkpoints": .section([:], alternatives: [["every"], ["minutes"]]),
      ], alternatives: [])
  }

  /// The shape under a key.
  func child(_ key: String) -> SpecShape {
    switch self {
    case .section(let children, _): children[key] ?? .plain
    case .kinds(let kinds): .kind(kinds)
    case .initializers(let kinds, _): .initializer(kinds)
    case .optimizers(let kinds):
      Network(rawValue: key) == nil ? .plain : .kind(kinds)
    case .layer(let catalogue):
      switch key {
      case "init":
        .initializers(
          catalogue.initializers,
          parameters: Set(catalogue.layers.flatMap { $0.parameters.map(\.name) }))
      case "repeat": .section(["layers": .layers(catalogue)], alternatives: [])
      default: .plain
      }
    case .layers(let catalogue): .layer(catalogue)
    case .plain, .kind, .initializer: .plain
    }
  }

  /// The keys that a key takes the place of.
  func excluded(by key: String, among keys: [String]) -> [String] {
    switch self {
    case .section(_, let alternatives):
      guard alternatives.contains(where: { $0.first == key }) else { return [] }
      let others = alternatives.filter { $0.first != key }
      return keys.filter { other in others.contains { $0.contains(other) } }
    case .kind(let kinds), .initializer(let kinds):
      return Self.others(than: key, in: keys, kinds)
    case .optimizers(let kinds):
      let isNetwork = Network(rawValue: key) != nil
      return isNetwork
        ? keys.filter { Network(rawValue: $0) == nil }
        : Self.others(than: key, in: keys, kinds) + keys.filter { Network(rawValue: $0) != nil }
    case .plain, .kinds, .initializers, .layers, .layer: return []
    }
  }

  private static func others(
    than key: String, in keys: [String], _ kinds: [KindDeclaration]
  ) -> [String] {
    guard kinds.contains(where: { $0.name == key }) else { return [] }
    return keys.filter { other in other != key && kinds.contains { $0.name == other } }
  }
}
