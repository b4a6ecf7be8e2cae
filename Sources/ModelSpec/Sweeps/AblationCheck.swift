/// Sees to it that each variant of an ablation changes what it says, and nothing else.
struct AblationCheck {
  let catalogue: Catalogue
  let log: DiagnosticLog

  /// Checks variants by what they were read as; `read` makes a spec of other changes.
  func check(
    _ ablation: SpecDecoder.Ablation, _ configurations: [Configuration],
    read: ([Change]) -> Spec?
  ) {
    guard let baseline = configurations.first else { return }
    let difference = ResolvedDifference(baseline.spec, catalogue: catalogue)
    var known: [Configuration] = []
    for variant in ablation.variants {
      guard let configuration = configurations.first(where: { $0.name == variant.name }) else {
        continue
      }
      let spec = configuration.spec
      if configuration.trains(as: baseline) {
        log.error(at: variant.mark, .variantWithoutChange(variant.name))
        continue
      }
      if let other = known.first(where: { configuration.trains(as: $0) }) {
        log.error(at: variant.mark, .variantsAlike(variant.name, other.name))
        continue
      }
      known.append(configuration)
      checkEffects(of: variant, configuration, read: read)
      let moved = Network.allCases.filter { network in
        variant.changes.contains { $0.path == network.rawValue }
          ? difference.movesLayers(of: network, in: spec)
          : baseline.spec.movesLayers(of: network, in: spec)
      }
      if let network = moved.first {
        log.error(at: variant.mark, .variantMovesLayers(variant.name, network))
        continue
      }
      let more = difference.paths(of: spec).filter { leaf in
        !variant.changes.contains { difference.covers($0.override.steps.map(\.key), leaf) }
      }
      if !more.isEmpty {
        log.error(
          at: variant.mark,
          .variantChangesMore(variant.name, more.map { $0.joined(separator: ".") }))
      }
    }
  }

  /// Reports changes without which the variant is the same.
  private func checkEffects(
    of variant: SpecDecoder.Ablation.Variant, _ configuration: Configuration,
    read: ([Change]) -> Spec?
  ) {
    guard variant.changes.count > 1 else { return }
    let whole = configuration.spec.resolved(catalogue: catalogue)
    for index in configuration.changes.indices {
      var changes = configuration.draft.all
      let change = changes.remove(at: index)
      if let spec = read(changes), spec.resolved(catalogue: catalogue) == whole {
        log.error(
          at: change.override.steps[0].mark,
          .changeWithoutEffect(change.path, variant: variant.name))
      }
    }
  }
}

extension Configuration {
  /// Whether it trains to the same weights as another one.
  fileprivate func trains(as other: Configuration) -> Bool {
    digest == other.digest && spec.data.hasSource(of: other.spec.data)
  }
}

extension DataSpec {
  /// Whether it takes images from where another does.
  fileprivate func hasSource(of other: DataSpec) -> Bool {
    guard case .path(_, let path, _) = source else { return true }
    guard case .path(_, let otherPath, _) = other.source else { return false }
    return path == otherPath
  }
}

extension Spec {
  /// Whether a layer of a network is at another place in another spec.
  ///
  /// Layers that were written at one place are one, with so many places.
  fileprivate func movesLayers(of network: Network, in other: Spec) -> Bool {
    let places = places(of: network)
    return other.places(of: network).contains { mark, theirs in
      guard let ours = places[mark] else { return false }
      return !ours.isSubset(of: theirs) && !theirs.isSubset(of: ours)
    }
  }

  private func places(of network: Network) -> [Mark: Set<Int>] {
    var places: [Mark: Set<Int>] = [:]
    for layer in network == .generator ? generator : discriminator {
      if let mark = layer.layer.mark { places[mark, default: []].insert(layer.place) }
    }
    return places
  }
}
