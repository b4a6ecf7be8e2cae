/// Means of values around each, which show where a restless curve is going.
enum RunningMean {
  /// The mean of so many values before and after each, as far as there are some; nil stays nil.
  static func values(_ values: [Double?], reach: Int) -> [Double?] {
    values.indices.map { place in
      guard values[place] != nil else { return nil }
      let near = values[max(0, place - reach)...min(values.count - 1, place + reach)]
        .compactMap { $0 }
      return ReportNumber.plotted(near.reduce(0, +) / Double(near.count))
    }
  }
}
