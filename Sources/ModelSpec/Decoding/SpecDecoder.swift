/// Makes a typed spec of a composed tree, reporting every mistake to its log.
///
/// A function that returns nil has reported why.
final class SpecDecoder {
  let catalogue: Catalogue
  let log: DiagnosticLog
  var names = ModelNames()

  init(catalogue: Catalogue, log: DiagnosticLog) {
    self.catalogue = catalogue
    self.log = log
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
