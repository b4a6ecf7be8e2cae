/// Makes a tree of marked nodes from libyaml's events, within limits.
struct NodeComposer {
  /// What a text may hold before it is refused.
  enum Limit {
    static let depth = 64
    static let nodes = 100_000
  }

  /// A node with what its copies cost.
  private struct Measured {
    var node: SpecNode
    var count: Int
    var height: Int

    mutating func add(_ part: Measured) {
      count += part.count
      height = max(height, part.height + 1)
    }
  }

  /// Why composing stopped: the reason stands in the log.
  private struct Stop: Error {}

  private let parser: YAMLParser
  private let place: TextPlace
  private let log: DiagnosticLog
  private let limit: Int
  private var anchors: [String: Measured] = [:]
  private var openAnchors: Set<String> = []
  private var count = 0

  private init(parser: YAMLParser, place: TextPlace, log: DiagnosticLog, limit: Int) {
    self.parser = parser
    self.place = place
    self.log = log
    self.limit = limit
  }

  /// The tree of a text, or nil if the log says why there is none.
  ///
  /// A text of nothing but comments gives an empty scalar.
  static func compose(
    _ text: String, at place: TextPlace, log: DiagnosticLog, nodes limit: Int = Limit.nodes
  ) -> SpecNode? {
    do {
      let parser = try YAMLParser(utf8: text.utf8)
      var composer = NodeComposer(parser: parser, place: place, log: log, limit: limit)
      return try composer.document()
    } catch let failure as YAMLFailure {
      log.error(at: place.mark(failure.position), .syntax(failure.reason))
    } catch {}
    return nil
  }

  private mutating func document() throws -> SpecNode {
    _ = try parser.next()
    let first = try parser.next()
    guard case .documentStart = first.kind else {
      return SpecNode(
        content: .scalar(.init(text: "", isPlain: true)), mark: place.mark(first.start))
    }
    let root = try node(try parser.next(), depth: 1)
    _ = try parser.next()
    let next = try parser.next()
    if case .documentStart = next.kind {
      log.error(at: place.mark(next.start), .secondDocument)
    }
    return root.node
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws -> Measured {
    let mark = place.mark(event.start)
    guard depth <= Limit.depth else { throw stop(mark, .tooDeep(limit: Limit.depth)) }
    try charge(1, mark)
    switch event.kind {
    case .alias(let name):
      return try alias(name, mark, depth: depth)
    case .scalar(let text, let style, let properties):
      let scalar = SpecNode.Scalar(
        text: text, isPlain: style == .plain,
        textOffset: Self.textOffset(of: text, style, event))
      return anchored(properties, mark) { _ in
        Measured(node: SpecNode(content: .scalar(scalar), mark: mark), count: 1, height: 1)
      }
    case .sequenceStart(let properties):
      return try anchored(properties, mark) { try $0.sequence(mark, depth: depth) }
    case .mappingStart(let properties):
      return try anchored(properties, mark) { try $0.mapping(mark, depth: depth) }
    default:
      throw stop(mark, .syntax(.other("a value is missing here")))
    }
  }
}

extension NodeComposer {
  private mutating func sequence(_ mark: Mark, depth: Int) throws -> Measured {
    var items: [SpecNode] = []
    var total = Measured(node: .emptyMapping(at: mark), count: 1, height: 1)
    while true {
      let event = try parser.next()
      if case .sequenceEnd = event.kind { break }
      let item = try node(event, depth: depth + 1)
      items.append(item.node)
      total.add(item)
    }
    total.node.content = .sequence(items)
    return total
  }

  private mutating func mapping(_ mark: Mark, depth: Int) throws -> Measured {
    var entries: [SpecNode.Entry] = []
    var lines: [String: Int] = [:]
    var total = Measured(node: .emptyMapping(at: mark), count: 1, height: 1)
    while true {
      let event = try parser.next()
      if case .mappingEnd = event.kind { break }
      let key = try node(event, depth: depth + 1)
      var value = try node(try parser.next(), depth: depth + 1)
      total.add(key)
      total.add(value)
      guard let name = key.node.scalar?.text else {
        log.error(at: key.node.mark, .keyNotScalar)
        continue
      }
      if value.node.scalar?.isEmpty == true { value.node.mark = key.node.mark }
      let keyMark = place.mark(event.start)
      if name == "<<", key.node.plainText != nil {
        log.error(at: keyMark, .mergeKey)
      } else if let line = lines[name] {
        log.error(at: keyMark, .duplicateKey(name, firstLine: line))
      } else {
        lines[name] = keyMark.line
        entries.append(.init(key: name, keyMark: keyMark, value: value.node))
      }
    }
    total.node.content = .mapping(entries)
    return total
  }

  private mutating func alias(_ name: String, _ mark: Mark, depth: Int) throws -> Measured {
    if openAnchors.contains(name) { throw stop(mark, .selfAlias(name)) }
    guard let anchored = anchors[name] else {
      throw stop(mark, .unknownAlias(name, known: anchors.keys.sorted()))
    }
    // The alias itself is already counted as one node.
    try charge(anchored.count - 1, mark)
    guard depth + anchored.height - 1 <= Limit.depth else {
      throw stop(mark, .tooDeep(limit: Limit.depth))
    }
    return anchored
  }

  private mutating func anchored(
    _ properties: YAMLEvent.Properties, _ mark: Mark,
    make: (inout NodeComposer) throws -> Measured
  ) rethrows -> Measured {
    if let tag = properties.tag { log.error(at: mark, .tag(tag)) }
    guard let anchor = properties.anchor else { return try make(&self) }
    openAnchors.insert(anchor)
    let measured = try make(&self)
    openAnchors.remove(anchor)
    anchors[anchor] = measured
    return measured
  }

  private mutating func charge(_ nodes: Int, _ mark: Mark) throws {
    count += nodes
    guard count <= limit else { throw stop(mark, .tooManyNodes(limit: limit)) }
  }

  private func stop(_ mark: Mark, _ problem: SpecProblem) -> Stop {
    log.error(at: mark, problem)
    return Stop()
  }

  /// Where a scalar's text begins, if places inside the text are places in the file.
  private static func textOffset(
    of text: String, _ style: YAMLEvent.ScalarStyle, _ event: YAMLEvent
  ) -> Int? {
    let quotes = style == .quoted ? 1 : 0
    let written = event.end.column - event.start.column
    guard style != .block, event.start.line == event.end.line,
      written == text.unicodeScalars.count + 2 * quotes
    else { return nil }
    return quotes
  }
}
