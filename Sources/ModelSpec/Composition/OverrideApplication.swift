/// Applies one override to a tree.
struct OverrideApplication {
  /// The override can't be applied; the log says why.
  private struct Refused: Error {}

  private let override: Override
  private let log: DiagnosticLog

  init(_ override: Override, log: DiagnosticLog) {
    self.override = override
    self.log = log
  }

  /// The changed tree, or nil where the log says why there is none.
  func applied(to root: SpecNode, _ shape: SpecShape) -> SpecNode? {
    if let first = override.steps.first, first.key == "extends" {
      log.error(at: first.mark, .overrideOfExtends)
      return nil
    }
    return try? change(root, shape, at: 0)
  }

  private func change(_ node: SpecNode, _ shape: SpecShape, at depth: Int) throws -> SpecNode {
    switch node.content {
    case .sequence(let items):
      return try changeItems(items, of: node, shape, at: depth)
    case .mapping(let entries):
      return try changeEntries(entries, of: node, shape, at: depth)
    case .scalar:
      guard node.isNull else {
        throw refused(
          depth, .overrideIntoScalar(path: path(depth), key: override.steps[depth].key))
      }
      return try changeEntries([], of: node, shape, at: depth)
    }
  }
}

// MARK: - Lists

extension OverrideApplication {
  private func changeItems(
    _ items: [SpecNode], of node: SpecNode, _ shape: SpecShape, at depth: Int
  ) throws -> SpecNode {
    let step = override.steps[depth]
    guard let index = Int(step.key), index >= 0 else {
      throw refused(depth, .overrideNotIndex(path: path(depth), key: step.key))
    }
    let isLast = depth == override.steps.count - 1
    var items = items
    if isLast, case .add(let value) = override.action, index <= items.count {
      items.insert(value, at: index)
    } else {
      guard index < items.count else {
        throw refused(
          depth, .overrideIndex(path: path(depth), index: index, count: items.count))
      }
      try change(&items, index, shape.child(step.key), at: depth)
    }
    return SpecNode(content: .sequence(items), mark: node.mark)
  }

  private func change(
    _ items: inout [SpecNode], _ index: Int, _ shape: SpecShape, at depth: Int
  ) throws {
    guard depth == override.steps.count - 1 else {
      try checkKind(items[index], shape, at: depth + 1)
      items[index] = try change(items[index], shape, at: depth + 1)
      return
    }
    switch override.action {
    case .set(let value), .add(let value): items[index] = value
    case .remove: items.remove(at: index)
    }
  }

  /// A path names the kind of layer that it means to change, so that a wrong number is noticed.
  private func checkKind(_ item: SpecNode, _ shape: SpecShape, at depth: Int) throws {
    guard case .layer(let catalogue) = shape else { return }
    let kinds = Set(catalogue.layers.map(\.name) + ["repeat"])
    let step = override.steps[depth]
    guard kinds.contains(step.key), item.entry(step.key) == nil,
      let actual = item.entries?.first(where: { kinds.contains($0.key) })
    else { return }
    throw refused(
      depth,
      .overrideLayerKind(path: path(depth), written: step.key, actual: actual.key))
  }
}

// MARK: - Mappings

extension OverrideApplication {
  private func changeEntries(
    _ entries: [SpecNode.Entry], of node: SpecNode, _ shape: SpecShape, at depth: Int
  ) throws -> SpecNode {
    let step = override.steps[depth]
    if case .initializers(let kinds, let parameters) = shape, !parameters.contains(step.key),
      kinds.contains(where: { $0.name == step.key })
    {
      // One scheme alone is the weight's, in a path as in the file.
      return try changeWeight(entries, of: node, shape, at: depth)
    }
    let entries = shape.split(entries, for: step.key, at: step.mark)
    let isLast = depth == override.steps.count - 1
    if isLast, case .remove = override.action {
      guard entries.contains(where: { $0.key == step.key }) else {
        throw refused(
          depth,
          .nothingToRemove(path: path(depth + 1), key: step.key, known: entries.map(\.key)))
      }
      var rest = node.with(entries.filter { $0.key != step.key })
      rest.removal = step.mark
      return rest
    }
    let old = entries.first { $0.key == step.key }
    let child = shape.child(step.key)
    let value =
      isLast
      ? try newValue(old, among: entries, at: depth)
      : try change(try old?.value ?? absent(child, step, entries, at: depth), child, at: depth + 1)
    let entry = SpecNode.Entry(
      key: step.key, keyMark: isLast ? step.mark : old?.keyMark ?? step.mark, value: value)
    return node.with(shape.replacing(step.key, in: entries, by: entry))
  }

  private func changeWeight(
    _ entries: [SpecNode.Entry], of node: SpecNode, _ shape: SpecShape, at depth: Int
  ) throws -> SpecNode {
    let old = entries.first { $0.key == "weight" }
    let mark = override.steps[depth].mark
    let value = try change(
      old?.value ?? .emptyMapping(at: mark), shape.child("weight"), at: depth)
    if value.removal != nil, value.entries?.isEmpty == true { return node.without(["weight"]) }
    let entry = SpecNode.Entry(key: "weight", keyMark: old?.keyMark ?? mark, value: value)
    return node.with(shape.replacing("weight", in: entries, by: entry))
  }

  /// What stands for a part of the path that the tree doesn't have yet.
  private func absent(
    _ shape: SpecShape, _ step: Override.Step, _ entries: [SpecNode.Entry], at depth: Int
  ) throws -> SpecNode {
    if case .remove = override.action {
      throw refused(
        depth, .nothingToRemove(path: path(depth + 1), key: step.key, known: entries.map(\.key)))
    }
    if case .layers = shape { return SpecNode(content: .sequence([]), mark: step.mark) }
    return .emptyMapping(at: step.mark)
  }

  private func newValue(
    _ old: SpecNode.Entry?, among entries: [SpecNode.Entry], at depth: Int
  ) throws -> SpecNode {
    let step = override.steps[depth]
    let isName = depth == 1 && override.steps[0].key == "model"
    switch override.action {
    case .add(let value):
      guard isName else { throw refused(depth, .additionNotHere(path: path(depth + 1))) }
      guard old == nil else { throw refused(depth, .additionExists(path: path(depth + 1))) }
      return value
    case .set(let value):
      guard !isName || old != nil || ["nz", "nc"].contains(step.key) else {
        throw refused(depth, .overrideUnknownName(step.key, known: entries.map(\.key)))
      }
      return value
    case .remove:
      return .emptyMapping(at: step.mark)
    }
  }

  /// The path before a step, as it was typed.
  private func path(_ depth: Int) -> String {
    override.steps.prefix(depth).map(\.key).joined(separator: ".")
  }

  private func refused(_ depth: Int, _ problem: SpecProblem) -> Refused {
    log.error(at: override.steps[depth].mark, problem)
    return Refused()
  }
}

extension SpecShape {
  /// A shared optimiser as two equal ones, where a path leads into one of them.
  fileprivate func split(
    _ entries: [SpecNode.Entry], for key: String, at mark: Mark
  ) -> [SpecNode.Entry] {
    guard case .optimizers(let kinds) = self, Network(rawValue: key) != nil,
      entries.allSatisfy({ entry in kinds.contains { $0.name == entry.key } })
    else { return entries }
    // Where none is written, the shared one is the default.
    let shared =
      entries.isEmpty
      ? [.init(key: "adam", keyMark: mark, value: .emptyMapping(at: mark))] : entries
    return Network.allCases.map { network in
      .init(
        key: network.rawValue, keyMark: shared[0].keyMark,
        value: SpecNode(content: .mapping(shared), mark: shared[0].keyMark))
    }
  }

  /// The entries with one put into its place, without those that it excludes.
  fileprivate func replacing(
    _ key: String, in entries: [SpecNode.Entry], by entry: SpecNode.Entry
  ) -> [SpecNode.Entry] {
    let excluded = excluded(by: key, among: entries.map(\.key))
    var result = entries.filter { !excluded.contains($0.key) }
    if let index = result.firstIndex(where: { $0.key == key }) {
      result[index] = entry
    } else {
      result.append(entry)
    }
    return result
  }
}
