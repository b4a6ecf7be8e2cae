/// Makes a typed spec of a composed tree, reporting every mistake to its log.
///
/// A function that returns nil has reported why.
final class SpecDecoder {
  /// The keys whose mappings make many specs of one.
  static let variations = ["sweep", "ablation"]

  let catalogue: Catalogue
  let log: DiagnosticLog
  var names = ModelNames()
  private let expressions: ParsedExpressions

  init(
    catalogue: Catalogue, log: DiagnosticLog, expressions: ParsedExpressions = ParsedExpressions()
  ) {
    self.catalogue = catalogue
    self.log = log
    self.expressions = expressions
  }

  /// The expression of a text.
  func expression(_ text: String) throws(ExpressionFailure) -> Expression {
    try expressions.expression(text)
  }
}

extension SpecNode {
  /// What stands here, for messages.
  var found: Found {
    if isNull { return .nothing }
    switch content {
    case .scalar(let scalar): return .text(scalar.text)
    case .sequence(let items): return .list(count: items.count)
    case .mapping: return .mapping
    }
  }
}
