extension SpecDecoder {
  /// The values that a loop's variable takes.
  struct LoopRange {
    var first: Int
    var count: Int

    var values: some Sequence<Int> { (0..<count).lazy.map { first + $0 } }
  }

  /// The values of a loop over `first..last`.
  func range(_ entry: Entry) -> LoopRange? {
    guard let scalar = entry.value.scalar, !entry.value.isNull else {
      return wrong(entry, .range)
    }
    let text = scalar.text
    guard let dots = text.firstRange(of: "..") else {
      log.error(at: entry.value.mark, .badRange(text))
      return nil
    }
    let first = text[..<dots.lowerBound]
    let last = text[dots.upperBound...]
    let ends = [(first, 0), (last, first.unicodeScalars.count + 2)].map { part, offset in
      integer(
        Entry(
          key: entry.key, keyMark: entry.keyMark,
          value: SpecNode(
            content: .scalar(
              .init(
                text: String(part), isPlain: false,
                textOffset: scalar.textOffset.map { $0 + offset })),
            mark: entry.value.mark)),
        in: Int.min...Int.max)
    }
    guard let lower = ends[0], let upper = ends[1] else { return nil }
    guard lower <= upper else {
      // An expression may well come to a range of nothing; two numbers were meant otherwise.
      guard Int(first) != nil, Int(last) != nil else {
        return LoopRange(first: lower, count: 0)
      }
      log.error(at: entry.value.mark, .backwardRange(lower, upper))
      return nil
    }
    let (steps, overflow) = upper.subtractingReportingOverflow(lower)
    guard !overflow, steps < LayerListDecoder.limit else {
      log.error(at: entry.value.mark, .tooManyLayers(limit: LayerListDecoder.limit))
      return nil
    }
    return LoopRange(first: lower, count: steps + 1)
  }
}

extension Diagnostic {
  /// Whether a mistake is one whatever sizes the names have.
  var holdsWhereSwitchedOff: Bool {
    guard let problem = problem as? SpecProblem else { return true }
    switch problem {
    case .expression(let mistake, _):
      switch mistake {
      case .overflow, .divisionByZero, .notFinite: return false
      default: return true
      }
    case .expected(_, _, .value), .placeTaken: return false
    default: return true
    }
  }
}
