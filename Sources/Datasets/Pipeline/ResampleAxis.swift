/// Where each place along one axis of a resized image takes its light from: Pillow's bilinear
/// filter, stretched where it shrinks so that nothing is skipped, in its fixed-point weights.
struct ResampleAxis {
  /// The fraction bits of a weight, as in Pillow: 32 less 8 of a sample less 2 of headroom.
  static let precision = 22

  /// The first source place of each place.
  let starts: [Int]
  /// How many source places it takes in.
  let counts: [Int]
  /// Their weights, `stride` for each place.
  let weights: [Int32]
  let stride: Int

  /// The weights of the places `window` of an axis that goes from `input` to `output` places.
  init(input: Int, output: Int, window: Range<Int>) {
    let scale = Double(input) / Double(output)
    let support = max(scale, 1)
    stride = Int(support.rounded(.up)) * 2 + 1
    var starts = [Int]()
    var counts = [Int]()
    var weights = [Int32](repeating: 0, count: stride * window.count)
    for (row, place) in window.enumerated() {
      let center = (Double(place) + 0.5) * scale
      let start = max(0, Int(center - support + 0.5))
      let end = min(input, Int(center + support + 0.5))
      let triangle = (start..<end).map { source in
        max(0, 1 - abs((Double(source) - center + 0.5) * (1 / support)))
      }
      let sum = triangle.reduce(0, +)
      for (tap, weight) in triangle.enumerated() {
        let normal = sum == 0 ? weight : weight / sum
        weights[row * stride + tap] = Int32(0.5 + normal * Double(1 << Self.precision))
      }
      starts.append(start)
      counts.append(end - start)
    }
    self.starts = starts
    self.counts = counts
    self.weights = weights
  }

  /// The source places that are needed at all.
  var sources: Range<Int> {
    let ends = zip(starts, counts).map { $0 + $1 }
    return (starts.min() ?? 0)..<(ends.max() ?? 0)
  }
}
