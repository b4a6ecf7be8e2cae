extension SpecDecoder {
  /// How parameters start, by the parameter's name.
  typealias Initializers = [String: KindInstance]

  /// The groups of `init`, each with what it says of its kinds of layer.
  func initGroups(_ entry: Entry?) -> [String: Initializers] {
    guard let entry, var fields = fields(entry) else { return [:] }
    var groups: [String: Initializers] = [:]
    for group in catalogue.initGroups {
      guard let written = fields.optional(group.name) else { continue }
      groups[group.name] = initializers(
        written, section: .initializers, parameters: group.parameters
      ) { _ in nil }
    }
    fields.finish(log)
    return groups
  }

  /// The `init` of a layer's item.
  func initializers(_ entry: Entry, of declaration: KindDeclaration, _ layer: KindInstance?)
    -> Initializers?
  {
    let parameters = declaration.parameters
    return initializers(
      entry, section: .initializers, parameters: parameters.map(\.name)
    ) { name in
      let option = parameters.first { $0.name == name }?.option
      let isOff = option.flatMap { layer?.options[$0] } == .boolean(false)
      guard isOff || !parameters.contains(where: { $0.name == name }) else { return nil }
      return .noSuchParameter(
        name, kind: declaration.name, known: parameters.map(\.name),
        switchedOffBy: isOff ? option : nil)
    }
  }

  /// What stands for parameters in a mapping from their names; shorthand is already written out.
  private func initializers(
    _ entry: Entry, section: Section, parameters: [String], check: (String) -> SpecProblem?
  ) -> Initializers? {
    guard let entries = entry.value.entries else {
      return initializer(entry).map { ["weight": $0] }
    }
    var result: Initializers = [:]
    var isGood = true
    for field in entries {
      if let problem = check(field.key) {
        log.error(at: field.keyMark, problem)
        isGood = false
      } else if parameters.contains(field.key) {
        result[field.key] = initializer(field)
        isGood = isGood && result[field.key] != nil
      } else if catalogue.initializers.contains(where: { $0.name == field.key }) {
        log.error(at: field.keyMark, .schemeBesideParameters(field.key))
        isGood = false
      } else if let owner = catalogue.initializers.first(where: { kind in
        kind.options.contains { $0.name == field.key }
      }) {
        log.error(at: field.keyMark, .optionOfKind(.initializer, field.key, kind: owner.name))
        isGood = false
      } else {
        let known = parameters + catalogue.initializers.map(\.name)
        log.error(at: field.keyMark, .unknownKey(field.key, in: section, known: known))
        isGood = false
      }
    }
    return isGood ? result : nil
  }

  private func initializer(_ entry: Entry) -> KindInstance? {
    let known = catalogue.initializers
    guard let scalar = entry.value.scalar, !entry.value.isNull,
      let constant = known.first(where: { $0.name == "constant" }),
      let main = constant.options.first
    else { return kind(entry, .initializer, among: known) }
    if Expression.isName(scalar.text), !names.isKnown(scalar.text) {
      // Without a `model` it may be one of its names.
      if names.isMissing { return nil }
      unknownKind(scalar.text, .initializer, among: known, at: entry.value.mark)
      return nil
    }
    let options = SpecNode.mapping(main.name, at: entry.value.mark, to: entry.value)
    return instance(
      of: constant, Entry(key: constant.name, keyMark: entry.value.mark, value: options))
  }
}

extension Catalogue {
  /// A key under `init`: its kinds of layer share it.
  struct InitGroup {
    var name: String
    var parameters: [String]
  }

  /// The keys that `init` may have.
  var initGroups: [InitGroup] {
    var groups: [InitGroup] = []
    for layer in layers {
      guard let name = layer.initGroup else { continue }
      let index = groups.firstIndex { $0.name == name } ?? groups.endIndex
      if index == groups.endIndex { groups.append(InitGroup(name: name, parameters: [])) }
      for parameter in layer.parameters where !groups[index].parameters.contains(parameter.name) {
        groups[index].parameters.append(parameter.name)
      }
    }
    return groups
  }
}
