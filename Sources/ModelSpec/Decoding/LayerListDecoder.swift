/// Decodes the list of a network's layers, with its loops written out.
final class LayerListDecoder {
  static let limit = 10_000

  private let spec: SpecDecoder
  private let groups: [String: SpecDecoder.Initializers]
  private var layers: [LayerSpec] = []
  private var places: Set<Int> = []
  private var isGood = true
  /// The next place in the list before `when`.
  private var place = 0
  private var iterations = 0
  private var loops = 0
  /// Whether a loop around has no passes, so that its items are only checked.
  private var isOnlyChecking = false
  private var isOverLimit = false

  init(_ spec: SpecDecoder, groups: [String: SpecDecoder.Initializers]) {
    self.spec = spec
    self.groups = groups
  }

  /// The layers of a network, or nil where the log says why not.
  func decode(_ entry: SpecNode.Entry) -> [LayerSpec]? {
    guard let items = entry.value.items else { return spec.wrong(entry, .list) }
    decode(items, isOn: true)
    guard isGood else { return nil }
    guard !layers.isEmpty else {
      spec.log.error(at: entry.keyMark, .emptyNetwork(entry.key))
      return nil
    }
    return layers
  }

  private func decode(_ items: [SpecNode], isOn: Bool) {
    for item in items where !isOverLimit {
      let start = spec.log.diagnostics.count
      decode(item, isOn: isOn)
      if spec.log.diagnostics[start...].contains(where: { $0.severity == .error }) {
        isGood = false
      }
    }
  }

  private func decode(_ item: SpecNode, isOn: Bool) {
    guard let entries = item.entries, !entries.isEmpty else {
      notALayer(item)
      return
    }
    let isOn = checked(isOn: isOn) { condition(item.entry("when")) } && isOn
    checked(isOn: isOn) {
      if let repetition = item.entry("repeat") {
        self.repetition(repetition, in: item, isOn: isOn)
        return
      }
      let layer = layer(item, entries)
      if isOn, let layer { append(layer, item) }
      place += 1
      if place > Self.limit { refuseMore(at: item.mark) }
    }
  }

  /// Runs a body; where things are switched off, only what is wrong with any sizes is wrong.
  private func checked<Result>(isOn: Bool, _ body: () -> Result) -> Result {
    spec.log.filtering({ isOn || $0.holdsWhereSwitchedOff }, during: body)
  }

  /// Takes a layer in, if its place is its own: two at one place would draw the same numbers.
  private func append(_ layer: LayerSpec, _ item: SpecNode) {
    if places.insert(layer.place).inserted {
      layers.append(layer)
    } else {
      spec.log.error(at: item.entry("at")?.value.mark ?? item.mark, .placeTaken(layer.place))
    }
  }

  private func refuseMore(at mark: Mark) {
    if !isOverLimit { spec.log.error(at: mark, .tooManyLayers(limit: Self.limit)) }
    isOverLimit = true
    isGood = false
  }

  private func notALayer(_ item: SpecNode) {
    if let scalar = item.scalar, !item.isNull {
      spec.unknownKind(scalar.text, .layer, among: spec.catalogue.layers, at: item.mark)
    } else {
      spec.log.error(at: item.mark, .notALayer(item.found))
    }
  }

  private func condition(_ entry: SpecNode.Entry?) -> Bool {
    guard let entry else { return true }
    return spec.boolean(entry) ?? true
  }
}

extension LayerListDecoder {
  private static let besides = ["when", "name", "init", "at"]

  private func layer(_ item: SpecNode, _ entries: [SpecNode.Entry]) -> LayerSpec? {
    guard let (kind, declaration) = kind(of: item, entries) else { return nil }
    // What stands beside the layer instead of in it isn't missing as well.
    let isAstray = declaration.options.contains { item.entry($0.name) != nil }
    let layer = spec.log.filtering({ !isAstray || !$0.isOfMissingKeys }) {
      spec.instance(of: declaration, kind)
    }
    let place = writtenPlace(item)
    let name = item.entry("name").flatMap { spec.text($0) }
    var initializers = Dictionary(
      uniqueKeysWithValues: present(declaration, layer).map { parameter in
        (parameter, declaration.initGroup.flatMap { groups[$0]?[parameter] })
      })
    if let written = item.entry("init") {
      guard let own = spec.initializers(written, of: declaration, layer) else { return nil }
      for (parameter, scheme) in own { initializers[parameter] = scheme }
    }
    guard let place, let layer else { return nil }
    let torch = KindInstance(kind: "default", mark: nil, options: [:])
    return LayerSpec(
      layer: layer, place: place, name: name, initializers: initializers.mapValues { $0 ?? torch })
  }

  /// The names of the parameters that a layer has with its options.
  private func present(_ declaration: KindDeclaration, _ layer: KindInstance?) -> [String] {
    declaration.parameters.filter { parameter in
      parameter.option.flatMap { layer?.options[$0] } != .boolean(false)
    }.map(\.name)
  }

  /// The one entry of an item that names its layer.
  private func kind(
    of item: SpecNode, _ entries: [SpecNode.Entry]
  ) -> (SpecNode.Entry, KindDeclaration)? {
    let candidates = entries.filter { !Self.besides.contains($0.key) }
    let known = spec.catalogue.layers
    let kinds = candidates.filter { entry in known.contains { $0.name == entry.key } }
    let strangers = candidates.filter { entry in !known.contains { $0.name == entry.key } }
    if kinds.count > 1 {
      spec.log.error(at: kinds[1].keyMark, .severalKinds(.layer, kinds.map(\.key)))
    } else if let kind = kinds.first, let declaration = known.first(where: { $0.name == kind.key })
    {
      report(strangers, beside: kind.key, declaration.options.map(\.name))
      return (kind, declaration)
    } else if let stranger = strangers.first {
      spec.log.error(
        at: stranger.keyMark,
        .unknownKind(.layer, stranger.key, known: known.map(\.name) + ["repeat"]))
    } else {
      spec.log.error(at: item.mark, .noKind(.layer))
    }
    return nil
  }

  private func report(_ strangers: [SpecNode.Entry], beside kind: String, _ options: [String]) {
    let astray = strangers.filter { options.contains($0.key) }
    if let first = astray.first {
      spec.log.error(at: first.keyMark, .besideLayer(kind: kind, keys: astray.map(\.key)))
    }
    for stranger in strangers where !options.contains(stranger.key) {
      spec.log.error(
        at: stranger.keyMark,
        .unknownKey(stranger.key, in: .layerItem, known: Array(Self.besides.dropLast())))
    }
  }

  /// The layer's place: counted, or what a resolved spec says it was.
  private func writtenPlace(_ item: SpecNode) -> Int? {
    guard let entry = item.entry("at") else { return place }
    guard loops == 0 else {
      spec.log.error(at: entry.keyMark, .placeInRepeat)
      return nil
    }
    return spec.integer(entry, in: 0...Int(UInt32.max))
  }
}

extension LayerListDecoder {
  private func repetition(_ entry: SpecNode.Entry, in item: SpecNode, isOn: Bool) {
    for other in item.entries ?? [] where other.key != "repeat" && other.key != "when" {
      spec.log.error(
        at: other.keyMark, .unknownKey(other.key, in: .layerItem, known: ["repeat", "when"]))
    }
    guard let entries = entry.value.entries else {
      let _: Never? = spec.wrong(entry, .mapping)
      return
    }
    let variables = entries.filter { $0.key != "layers" }
    guard let layers = entry.value.entry("layers") else {
      if let stray = variables.first(where: { $0.value.items != nil }) {
        spec.log.error(
          at: stray.keyMark, .unknownKey(stray.key, in: .repetition, known: ["layers"]))
      } else {
        spec.log.error(at: entry.keyMark, .missingKeys(["layers"], in: .repetition))
      }
      return
    }
    guard let items = layers.value.items else {
      let _: Never? = spec.wrong(layers, .list)
      return
    }
    guard variables.count == 1, let variable = variables.first else {
      let mark = variables.count > 1 ? variables[1].keyMark : entry.keyMark
      spec.log.error(at: mark, .repeatVariables(variables.map(\.key)))
      return
    }
    guard isUsable(variable) else { return }
    guard let range = spec.range(variable) else { return check(items, variable.key, nil) }
    unroll(items, variable.key, range, isOn: isOn, at: entry.keyMark)
  }

  private func isUsable(_ variable: SpecNode.Entry) -> Bool {
    let isReserved = Expression.reserved.contains(variable.key)
    if !Expression.isName(variable.key) || isReserved {
      spec.log.error(at: variable.keyMark, .badModelName(variable.key, reserved: isReserved))
      return false
    }
    if spec.names.isKnown(variable.key) {
      spec.log.error(at: variable.keyMark, .loopVariableTaken(variable.key))
      return false
    }
    return true
  }

  private func unroll(
    _ items: [SpecNode], _ variable: String, _ range: SpecDecoder.LoopRange, isOn: Bool,
    at mark: Mark
  ) {
    guard range.count > 0, !isOnlyChecking else {
      return check(items, variable, .integer(range.first))
    }
    loops += 1
    defer {
      loops -= 1
      spec.names.remove(variable)
    }
    var reported: Set<Mark?> = []
    for value in range.values where !isOverLimit {
      iterations += 1
      guard iterations <= Self.limit else {
        refuseMore(at: mark)
        break
      }
      spec.names.define(variable, .integer(value))
      let start = spec.log.diagnostics.count
      // What was wrong in the first pass is one mistake, not one for each pass.
      spec.log.filtering({ !reported.contains($0.mark) }) { decode(items, isOn: isOn) }
      reported.formUnion(spec.log.diagnostics[start...].map(\.mark))
    }
  }

  /// Reads the items of a loop without passes as if they were switched off: a mistake in them is
  /// one whatever the range comes to.
  private func check(_ items: [SpecNode], _ variable: String, _ value: ExpressionValue?) {
    let before = (place, isOnlyChecking)
    loops += 1
    isOnlyChecking = true
    spec.names.define(variable, value)
    checked(isOn: false) { decode(items, isOn: false) }
    spec.names.remove(variable)
    loops -= 1
    (place, isOnlyChecking) = before
  }
}

extension Diagnostic {
  fileprivate var isOfMissingKeys: Bool {
    if case .missingKeys? = problem as? SpecProblem { true } else { false }
  }
}
