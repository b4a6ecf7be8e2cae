extension SpecDecoder {
  /// The range of a loop, `first..last`, as a half-open one.
  func range(_ entry: Entry) -> Range<Int>? {
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
        in: -Self.loopLimit...Self.loopLimit)
    }
    guard let lower = ends[0], let upper = ends[1] else { return nil }
    guard upper >= lower - 1 else {
      log.error(at: entry.value.mark, .backwardRange(lower, upper))
      return nil
    }
    return lower..<(upper + 1)
  }

  private static let loopLimit = 1 << 40
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
