import ModelSpec

/// Numbers as people read them.
package enum NumberText {
  /// A number with so many digits after the point.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let exact = (abs(value) * scale).rounded()
    // Beyond, the digits mean nothing, and an integer ends; a NaN is not less either.
    guard abs(value) < 1e15, exact < 9e18 else { return "\(value)" }
    let scaled = Int(exact)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % Int(scale))
    return "\(sign)\(scaled / Int(scale))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// A number with six significant digits, or fewer where these are all.
  package static func significant(_ value: Double) -> String {
    JSONValue.number(value.rounded(toDigits: 6)).canonical
  }

  /// A count with commas between thousands.
  package static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    return (value < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ",")
  }

  /// A large number with a prefix of 1000, such as `1.25 G`.
  package static func scaled(_ value: Double, unit: String) -> String {
    let prefixes = ["", "k", "M", "G", "T", "P"]
    var value = value
    var index = 0
    while value >= 999.5 && index < prefixes.count - 1 {
      value /= 1000
      index += 1
    }
    let digits = index == 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2
    return "\(fixed(value, digits)) \(prefixes[index])\(unit)"
  }

  /// Bytes in units of 1024, such as `312 MiB`.
  package static func bytes(_ count: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var index = 0
    while value >= 1023.5 && index < units.count - 1 {
      value /= 1024
      index += 1
    }
    return "\(fixed(value, index == 0 || value >= 100 ? 0 : 1)) \(units[index])"
  }

  /// A duration: `4.2 s`, `3:07`, `2:03:07`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    if seconds < 9.95 { return "\(fixed(seconds, 1)) s" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }
}
