extension SpecShape {
  /// The tree with its shorthand written out; what isn't understood stays, for the decoder to
  /// report.
  func expanded(_ node: SpecNode) -> SpecNode {
    switch self {
    case .plain: node
    case .section: expandedChildren(node)
    case .kind(let kinds): expandedKind(node, kinds)
    case .kinds(let kinds): node.mapItems { SpecShape.kind(kinds).expanded($0) }
    case .initializer(let kinds): expandedInitializer(node, kinds)
    case .initializers(let kinds, let parameters):
      expandedInitializers(node, kinds, parameters)
    case .optimizers(let kinds):
      expandedChildren(expandedKind(node, kinds))
    case .layers(let catalogue):
      node.mapItems { SpecShape.layer(catalogue).expanded($0) }
    case .layer(let catalogue):
      expandedChildren(expandedKind(node, catalogue.layers))
    }
  }

  private func expandedChildren(_ node: SpecNode) -> SpecNode {
    node.mapEntries { child($0.key).expanded($0.value) }
  }

  /// `relu` is `relu: {}`, and `leaky_relu: 0.2` is `leaky_relu: {slope: 0.2}`.
  private func expandedKind(_ node: SpecNode, _ kinds: [KindDeclaration]) -> SpecNode {
    if let text = node.plainText, kinds.contains(where: { $0.name == text }) {
      return .mapping(text, at: node.mark, to: .emptyMapping(at: node.mark))
    }
    return node.mapEntries { entry in
      guard let kind = kinds.first(where: { $0.name == entry.key }) else { return entry.value }
      if entry.value.isNull { return .emptyMapping(at: entry.value.mark) }
      guard entry.value.entries == nil, let main = kind.options.first else { return entry.value }
      return .mapping(main.name, at: entry.value.mark, to: entry.value)
    }
  }

  private func expandedInitializer(_ node: SpecNode, _ kinds: [KindDeclaration]) -> SpecNode {
    let isConstant =
      node.scalar.map { scalar in
        !node.isNull && !Expression.isName(scalar.text)
      } ?? false
    guard isConstant, let constant = kinds.first(where: { $0.name == "constant" }) else {
      return expandedKind(node, kinds)
    }
    return expandedKind(.mapping(constant.name, at: node.mark, to: node), kinds)
  }

  private func expandedInitializers(
    _ node: SpecNode, _ kinds: [KindDeclaration], _ parameters: Set<String>
  ) -> SpecNode {
    let names = node.entries?.map(\.key) ?? []
    let isScheme = names.contains { name in kinds.contains { $0.name == name } }
    guard node.scalar != nil && !node.isNull || isScheme && parameters.isDisjoint(with: names)
    else { return expandedChildren(node) }
    return .mapping("weight", at: node.mark, to: expandedInitializer(node, kinds))
  }
}

extension SpecNode {
  /// The node with the values of a mapping replaced.
  func mapEntries(_ transform: (Entry) -> SpecNode) -> SpecNode {
    guard let entries else { return self }
    return with(
      entries.map { Entry(key: $0.key, keyMark: $0.keyMark, value: transform($0)) })
  }

  /// The node with the items of a sequence replaced.
  func mapItems(_ transform: (SpecNode) -> SpecNode) -> SpecNode {
    guard let items else { return self }
    return SpecNode(content: .sequence(items.map(transform)), mark: mark)
  }
}
