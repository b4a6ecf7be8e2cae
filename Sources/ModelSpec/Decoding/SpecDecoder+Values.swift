extension ClosedRange<Int> {
  /// Lengths that products of a few of them don't overflow.
  static let sizes = 1...16_777_216
  /// Numbers of steps and the like.
  static let counts = 1...1_000_000_000_000
}

extension SpecDecoder {
  typealias Entry = SpecNode.Entry

  /// The value of a scalar's expression.
  func evaluate(_ entry: Entry, for expectation: Expectation) -> ExpressionValue? {
    guard let scalar = entry.value.scalar, !entry.value.isNull else {
      return wrong(entry, expectation)
    }
    return evaluate(scalar, at: entry.value.mark, for: expectation)
  }

  func evaluate(
    _ scalar: SpecNode.Scalar, at mark: Mark, for expectation: Expectation
  ) -> ExpressionValue? {
    do {
      let expression = try expression(scalar.text)
      // Also the names that a short-circuit passes by must be good ones.
      let mistakes = mistakes(in: expression.names)
      for mistake in mistakes { report(mistake, in: scalar, at: mark, for: expectation) }
      guard mistakes.isEmpty else { return nil }
      return try expression.value { (name) throws(ExpressionFailure.Lookup) in
        try names.lookUp(name)
      }
    } catch {
      report(error, in: scalar, at: mark, for: expectation)
      return nil
    }
  }

  /// What is wrong with names, each told once.
  private func mistakes(in used: [(name: String, offset: Int)]) -> [ExpressionFailure] {
    var told: Set<String> = []
    var mistakes: [ExpressionFailure] = []
    for (name, offset) in used where told.insert(name).inserted {
      do {
        _ = try names.lookUp(name)
      } catch {
        mistakes.append(ExpressionFailure(problem: error.problem, offset: offset))
      }
    }
    return mistakes
  }

  private func report(
    _ failure: ExpressionFailure, in scalar: SpecNode.Scalar, at mark: Mark,
    for expectation: Expectation
  ) {
    if case .brokenName = failure.problem { return }
    let place = scalar.textOffset.map { mark.advanced(by: $0 + failure.offset) } ?? mark
    log.error(at: place, .expression(failure.problem, for: expectation))
  }

  func integer(_ entry: Entry, in range: ClosedRange<Int>) -> Int? {
    let expectation = Expectation.integer(range)
    guard let value = evaluate(entry, for: expectation) else { return nil }
    guard case .integer(let integer) = value, range.contains(integer) else {
      return wrong(entry, expectation, value)
    }
    return integer
  }

  func real(_ entry: Entry, in range: RealRange) -> Double? {
    let expectation = Expectation.real(range)
    guard let value = evaluate(entry, for: expectation) else { return nil }
    guard let number = value.number, range.contains(number),
      range.lostInSinglePrecision(number) == nil
    else { return wrong(entry, expectation, value) }
    // Negative zero would be another spelling of the same value.
    return number == 0 ? 0 : number
  }

  func boolean(_ entry: Entry) -> Bool? {
    guard let value = evaluate(entry, for: .boolean) else { return nil }
    guard case .boolean(let isTrue) = value else { return wrong(entry, .boolean, value) }
    return isTrue
  }

  func text(_ entry: Entry) -> String? {
    guard let scalar = entry.value.scalar, !scalar.isEmpty else { return wrong(entry, .text) }
    return scalar.text
  }

  func word<Word: RawRepresentable & CaseIterable>(_ entry: Entry) -> Word?
  where Word.RawValue == String {
    word(entry, among: Word.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
  }

  func word(_ entry: Entry, among words: [String]) -> String? {
    guard let text = entry.value.scalar?.text, words.contains(text) else {
      return wrong(entry, .word(words))
    }
    return text
  }

  /// Items of a list, or nil where there is none or one of them is wrong.
  func list<Item>(
    _ entry: Entry, _ expectation: Expectation, count: Int? = nil, item: (Entry) -> Item?
  ) -> [Item]? {
    guard let nodes = entry.value.items, count == nil || nodes.count == count else {
      return wrong(entry, expectation)
    }
    let items = nodes.map { item(Entry(key: entry.key, keyMark: $0.mark, value: $0)) }
    let good = items.compactMap { $0 }
    return good.count == items.count ? good : nil
  }

  /// One integer for both directions, or `[height, width]`.
  func integerPair(_ entry: Entry, in range: ClosedRange<Int>) -> [Int]? {
    if entry.value.scalar != nil, !entry.value.isNull {
      return integer(entry, in: range).map { [$0, $0] }
    }
    return list(entry, .integerPair(range), count: 2) { integer($0, in: range) }
  }

  func wrong<Value>(
    _ entry: Entry, _ expectation: Expectation, _ value: ExpressionValue? = nil
  ) -> Value? {
    var found = entry.value.found
    if let value, let text = entry.value.scalar?.text {
      let isLiteral = Double(text) != nil || text == "\(value)"
      found = isLiteral ? .literal(text) : .value(value, expression: text)
    }
    log.error(at: entry.value.mark, .expected(key: entry.key, expectation, found: found))
    return nil
  }
}
