import ModelSpec

/// Numbers in a page, where four digits that count are enough.
enum ReportNumber {
  /// The number for people.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    let size = abs(value)
    let text =
      if size == 0 {
        "0"
      } else if size >= 1e6 || size < 1e-3 {
        "\(value.rounded(toDigits: 4))"
      } else {
        NumberText.fixed(
          value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4)
      }
    return text.replacing("-", with: "−")
  }

  /// The number as short as it can be.
  static func short(_ value: Double) -> String {
    JSONValue.number(value.rounded(toDigits: 4)).canonical.replacing("-", with: "−")
  }

  /// The number with so many digits, for what is drawn; nil of what has no place in a plot.
  static func plotted(_ value: Double) -> Double? {
    value.isFinite ? value.rounded(toDigits: 5) : nil
  }
}
