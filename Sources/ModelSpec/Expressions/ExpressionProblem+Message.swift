extension ExpressionProblem {
  var message: String {
    switch self {
    case .empty: "there is nothing"
    case .tooLong(let limit): "longer than \(limit) characters"
    case .tooNested(let limit): "nested more than \(limit) levels deep"
    case .infinite(let text): "`\(text)` isn't a finite number"
    case .badNumber(let text): "`\(text)` is neither a number nor a name"
    case .leadingZero(let text), .underscore(let text), .timeOfDay(let text):
      "`\(text)` isn't a number in YAML 1.2"
    case .badCharacter(let character): "`\(character)` means nothing here"
    case .singleEquals: "`=` means nothing here"
    case .missingOperand(let symbol):
      symbol.map { "something is missing after `\($0)`" } ?? "something is missing at the beginning"
    case .unclosedParenthesis: "this `(` isn't closed"
    case .unexpected(let text): "`\(text)` can't stand here"
    case .chainedComparison: "comparisons can't be chained"
    case .notAFunction(let name): "no function `\(name)`"
    case .functionNeedsArguments(let name): "`\(name)` of nothing"
    case .foreignBoolean(let text): "`\(text)` isn't a truth value in YAML 1.2"
    case .unknownName(let name, let known):
      known.isEmpty
        ? "no name `\(name)` under model"
        : "no name `\(name)` under model; known: \(Wording.plainList(known))"
    case .laterName(let name): "`\(name)` stands further down under model"
    case .brokenName(let name): "`\(name)` has no value"
    case .overflow(let text): "`\(text)` goes beyond 64-bit integers"
    case .divisionByZero(let symbol): "`\(symbol)` by zero"
    case .notFinite(let symbol): "`\(symbol)` gives no finite number"
    case .needsNumbers(let symbol, let got): "`\(symbol)` is for numbers, not for \(got)"
    case .needsBooleans(let symbol, let got): "`\(symbol)` is for truth values, not for \(got)"
    case .incomparable(let left, let right): "\(left) and \(right) can't be compared"
    }
  }

  var help: String? {
    switch self {
    case .leadingZero(let text):
      Wording.decimal(text).map { "write \($0), or 0o\($0) if it is octal" }
    case .underscore(let text): "write \(text.filter { $0 != "_" })"
    case .timeOfDay: "write the number of seconds or minutes"
    case .singleEquals: "to compare, write `==`"
    case .unclosedParenthesis: "close it with `)`; in `{ }` and `[ ]` quote what has a comma"
    case .chainedComparison: "write `a < b and b < c`"
    case .notAFunction: "the functions are min and max"
    case .foreignBoolean(let text):
      "write \(["yes", "on", "y"].contains(text.lowercased()) ? "true" : "false")"
    case .unknownName(let name, let known):
      Spelling.suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
    case .laterName(let name): "a value may use the names before it: move `\(name)` up"
    case .needsBooleans: "compare it with something: `n > 0`"
    default: nil
    }
  }
}
