/// Expressions by their texts: the configurations of a sweep have nearly all in common.
final class ParsedExpressions {
  private var known: [String: Expression] = [:]

  /// The expression of a text.
  func expression(_ text: String) throws(ExpressionFailure) -> Expression {
    if let expression = known[text] { return expression }
    let expression = try Expression.parse(text)
    known[text] = expression
    return expression
  }
}
