/// What differs between the resolved forms of a spec and of others.
struct ResolvedDifference {
  private let base: JSONValue
  private let catalogue: Catalogue

  init(_ base: Spec, catalogue: Catalogue) {
    self.base = Self.form(base, catalogue)
    self.catalogue = catalogue
  }

  /// The paths of all that isn't the same; a layer's has its place before `when`.
  func paths(of other: Spec) -> [[String]] {
    Self.paths(base, Self.form(other, catalogue))
  }

  /// Whether a change of one path is meant to change what is at another one.
  func covers(_ named: [String], _ leaf: [String]) -> Bool {
    switch named[0] {
    case "model":
      // It is meant wherever its name is used.
      true
    case "init":
      leaf.count > 2 && Network(rawValue: leaf[0]) != nil && leaf[2] == "init"
    case "generator", "discriminator":
      leaf[0] == named[0]
    case "optimizer" where named.count > 1 && Network(rawValue: named[1]) == nil:
      Network.allCases.contains { network in
        reaches([named[0], network.rawValue] + named.dropFirst(), leaf)
      }
    default:
      reaches(named, leaf)
    }
  }

  /// Whether layers with weights are at other places in a network that was written anew.
  ///
  /// Layers are the same as far as they are equal from the first one on, or back from the last one.
  func movesLayers(of network: Network, in other: Spec) -> Bool {
    let ours = Self.weighted(base, network)
    var theirs = Self.weighted(Self.form(other, catalogue), network)
    let head = zip(ours, theirs).prefix { $0.layer == $1.layer }
    theirs.removeFirst(head.count)
    let tail = zip(ours.dropFirst(head.count).reversed(), theirs.reversed())
      .prefix { $0.layer == $1.layer }
    return (head + tail).contains { $0.place != $1.place }
  }

  /// The layers of a network that have weights, in order.
  private static func weighted(
    _ form: JSONValue, _ network: Network
  ) -> [(place: Int, layer: JSONValue)] {
    guard case .object(let layers)? = form.member(network.rawValue) else { return [] }
    return layers.compactMap { key, layer in
      guard let place = Int(key), case .object(var members) = layer, members["init"] != nil else {
        return nil
      }
      members["at"] = nil
      return (place, .object(members))
    }.sorted { $0.place < $1.place }
  }

  private func reaches(_ named: [String], _ leaf: [String]) -> Bool {
    var shape = SpecShape.root(catalogue)
    var node: JSONValue? = base
    for (step, key) in zip(named, leaf) {
      let isNew = node?.member(step) == nil
      guard step == key else {
        return !shape.excluded(by: step, among: [key]).isEmpty
          || isNew && shape.hasAlternative(of: step, with: key)
      }
      // With a thing that wasn't there come its defaults.
      if isNew { return true }
      node = node?.member(step)
      shape = shape.child(step)
    }
    return true
  }

  /// The resolved form with each network's layers by their places.
  private static func form(_ spec: Spec, _ catalogue: Catalogue) -> JSONValue {
    guard case .object(var members) = spec.resolved(catalogue: catalogue) else { return .null }
    for network in Network.allCases {
      let layers = network == .generator ? spec.generator : spec.discriminator
      guard case .array(let items)? = members[network.rawValue] else { continue }
      let placed = zip(layers, items).map { ("\($0.place)", $1) }
      members[network.rawValue] = .object(Dictionary(placed) { first, _ in first })
    }
    return .object(members)
  }

  private static func paths(_ one: JSONValue?, _ other: JSONValue?) -> [[String]] {
    if one == other { return [] }
    guard case .object(let ones)? = one, case .object(let others)? = other else { return [[]] }
    return Set(ones.keys).union(others.keys).sorted().flatMap { key in
      paths(ones[key], others[key]).map { [key] + $0 }
    }
  }
}

extension JSONValue {
  fileprivate func member(_ key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }
}

extension SpecShape {
  /// Whether a key only makes sense with another one.
  fileprivate func hasAlternative(of first: String, with key: String) -> Bool {
    guard case .section(_, let alternatives) = self else { return false }
    return alternatives.contains { $0.first == first && $0.contains(key) }
  }
}
