/// Steps that curves are drawn at: all that were logged, or parts of the way as long as each other.
struct StepBuckets {
  /// A step that stands for each bucket.
  let steps: [Int]
  private let places: [Int: Int]

  /// Divides steps into at most so many buckets.
  init(_ all: Set<Int>, limit: Int) {
    let all = all.sorted()
    let first = all.first ?? 0
    let length =
      all.count <= limit ? 1 : ((all.last ?? 0) - first) / max(limit, 1) + 1
    var steps: [Int] = []
    var places: [Int: Int] = [:]
    var bounds: (bucket: Int, first: Int)?
    for step in all {
      let bucket = (step - first) / length
      if bounds?.bucket == bucket {
        steps[steps.count - 1] = ((bounds?.first ?? step) + step) / 2
      } else {
        bounds = (bucket, step)
        steps.append(step)
      }
      places[step] = steps.count - 1
    }
    self.steps = steps
    self.places = places
  }

  /// The mean of the finite values in each bucket; nil where there is none.
  func means(_ points: some Sequence<(step: Int, value: Float)>) -> [Double?] {
    var sums = [Double](repeating: 0, count: steps.count)
    var counts = [Int](repeating: 0, count: steps.count)
    for point in points where point.value.isFinite {
      guard let place = places[point.step] else { continue }
      sums[place] += Double(point.value)
      counts[place] += 1
    }
    return zip(sums, counts).map { sum, count in
      count == 0 ? nil : ReportNumber.plotted(sum / Double(count))
    }
  }
}
