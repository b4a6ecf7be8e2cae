/// Makes the documentation's tables of kinds and options, in Markdown.
public enum CatalogueTable {
  /// The table of a catalogue's layers.
  public static func markdown(_ catalogue: Catalogue) -> String {
    markdown(catalogue.layers, heading: "layer")
  }

  /// The table of some kinds, under what they are called.
  ///
  /// Each kind has a row, and below it a row for each of its options, the main one first.
  public static func markdown(_ kinds: [KindDeclaration], heading: String) -> String {
    let head = "| \(heading) | option | takes | default | |\n|---|---|---|---|---|\n"
    return head + kinds.map(rows).joined()
  }

  private static func rows(_ kind: KindDeclaration) -> String {
    let torch = kind.torchName.map { " (PyTorch: \($0))" } ?? ""
    let first = "| `\(kind.name)` | | | | \(kind.summary)\(torch) |\n"
    return first + kind.options.map(row).joined()
  }

  private static func row(_ option: OptionDeclaration) -> String {
    let takes = Expectation(option.domain).words
    let value = option.typedDefault.map { "`\(text($0))`" } ?? "required"
    return "| | `\(option.name)` | \(takes) | \(value) | \(option.summary) |\n"
  }

  /// A value as one would write it: two equal directions as one number.
  private static func text(_ value: OptionValue) -> String {
    if case .integers(let pair) = value, pair.count == 2, pair[0] == pair[1] { return "\(pair[0])" }
    return ResolvedForm.value(value).flow
  }
}

extension Expectation {
  /// What an option's domain lets through.
  init(_ domain: OptionDeclaration.Domain) {
    switch domain {
    case .integer(let range): self = .integer(range)
    case .real(let range): self = .real(range)
    case .boolean: self = .boolean
    case .integerPair(let range): self = .integerPair(range)
    case .integerList(let range): self = .integerList(range)
    case .realPair(let range): self = .realPair(range)
    case .word(let words): self = .word(words)
    }
  }
}
