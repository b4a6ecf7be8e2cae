import ModelSpec

/// Where values of JSON differ.
enum JSONDifference {
  /// The paths to all that isn't the same in all values, sorted.
  static func paths(_ values: [JSONValue]) -> [[String]] {
    paths(of: values)
  }

  /// The value at a path.
  static func value(_ value: JSONValue, at path: [String]) -> JSONValue? {
    path.reduce(value) { $0?[$1] }
  }

  private static func paths(of values: [JSONValue?]) -> [[String]] {
    guard let first = values.first, values.contains(where: { $0 != first }) else { return [] }
    var keys: Set<String> = []
    for value in values {
      guard case .object(let members)? = value else { return [[]] }
      keys.formUnion(members.keys)
    }
    return keys.sorted(by: naturally).flatMap { key in
      paths(of: values.map { $0?[key] }).map { [key] + $0 }
    }
  }

  /// Numbers by their size, and all else by its letters.
  private static func naturally(_ one: String, _ other: String) -> Bool {
    if let one = Int(one), let other = Int(other) { return one < other }
    return one < other
  }
}
