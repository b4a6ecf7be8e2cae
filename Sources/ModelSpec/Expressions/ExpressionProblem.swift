/// What is wrong with an expression, and how far into its text.
struct ExpressionFailure: Error, Sendable {
  var problem: ExpressionProblem
  var offset: Int
}

/// What can be wrong with an expression.
enum ExpressionProblem: Sendable, Equatable {
  case empty
  case tooLong(limit: Int)
  case tooNested(limit: Int)
  case badNumber(String)
  case infinite(String)
  case leadingZero(String)
  case underscore(String)
  case timeOfDay(String)
  case badCharacter(Character)
  case singleEquals
  case missingOperand(after: String?)
  case unclosedParenthesis
  case unexpected(String)
  case chainedComparison
  case notAFunction(String)
  case functionNeedsArguments(String)
  case foreignBoolean(String)
  case unknownName(String, known: [String])
  case laterName(String)
  /// A name whose own value is wrong, which has been said already.
  case brokenName(String)
  case overflow(String)
  case divisionByZero(String)
  case notFinite(String)
  case needsNumbers(String, got: ExpressionValue)
  case needsBooleans(String, got: ExpressionValue)
  case incomparable(ExpressionValue, ExpressionValue)
}
