internal import Random

/// The Wasserstein distance of two sets of points in space, looked at along random lines.
///
/// On a line it is easy: sort both sets, and take the mean of the differences.
struct SlicedDistance {
  private let directions: Int
  private let length: Int
  /// The directions, one after the other, each of length 1.
  private let lines: [Float]

  /// Directions of one call: those of a vector, twice.
  private static let group = 16

  /// Draws directions for points of some length.
  init(directions: Int, length: Int, level: Int, seed: UInt64) {
    self.directions = directions
    self.length = length
    var lines = [Float](repeating: 0, count: directions * length)
    Distribution.normal(mean: 0, std: 1).fill(
      &lines, from: Stream(seed: seed, name: "evaluation/swd/directions"), step: UInt32(level))
    for line in 0..<directions {
      let range = line * length..<(line + 1) * length
      let norm = lines[range].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      for index in range { lines[index] = Float(Double(lines[index]) / norm) }
    }
    self.lines = lines
  }

  /// The mean distance over all directions; both sets have as many points.
  func between(_ a: PatchDescriptors, _ b: PatchDescriptors, crew: Crew) -> Double {
    let groups = (directions + Self.group - 1) / Self.group
    var distances = [Double](repeating: 0, count: groups * Self.group)
    // Each thread holds the projections of a group: more of them would take much memory.
    distances.fillParts(of: Self.group, by: crew.atMost(16)) { group, distances in
      let lanes = lanes(of: group)
      var scratch = [UInt32](repeating: 0, count: a.count)
      var (left, right) = (project(a, lanes), project(b, lanes))
      for line in 0..<Self.group where group * Self.group + line < directions {
        let range = line * a.count..<(line + 1) * a.count
        RadixSort.sort(&left, range, scratch: &scratch)
        RadixSort.sort(&right, range, scratch: &scratch)
        var sum = 0.0
        for index in range {
          let difference = OrderedBits.value(left[index]) - OrderedBits.value(right[index])
          sum += Double(abs(difference))
        }
        distances[line] = sum / Double(a.count)
      }
    }
    return distances[..<directions].reduce(0, +) / Double(directions)
  }

  /// A group's directions with their coordinates side by side, in two vectors for each coordinate.
  private func lanes(of group: Int) -> [SIMD8<Float>] {
    var lanes = [SIMD8<Float>](repeating: .zero, count: 2 * length)
    for line in 0..<min(Self.group, directions - group * Self.group) {
      for index in 0..<length {
        let coordinate = lines[(group * Self.group + line) * length + index]
        lanes[line / 8 * length + index][line % 8] = coordinate
      }
    }
    return lanes
  }

  /// The projections of all points onto a group's directions, direction by direction.
  private func project(_ set: PatchDescriptors, _ lanes: [SIMD8<Float>]) -> [UInt32] {
    let count = set.count
    var bits = [UInt32](repeating: 0, count: Self.group * count)
    var target = bits.mutableSpan
    let values = set.values.span
    let lanes = lanes.span
    // Four points at a time share the loads of the directions; the last ones are done again.
    for first in stride(from: 0, to: count, by: 4) {
      let last = count - 1
      let points = (first, min(first + 1, last), min(first + 2, last), min(first + 3, last))
      let starts = (points.0 * length, points.1 * length, points.2 * length, points.3 * length)
      for half in 0..<2 {
        var sums = (
          SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero
        )
        for index in 0..<length {
          let direction = lanes[unchecked: half * length + index]
          sums.0 += direction * values[unchecked: starts.0 + index]
          sums.1 += direction * values[unchecked: starts.1 + index]
          sums.2 += direction * values[unchecked: starts.2 + index]
          sums.3 += direction * values[unchecked: starts.3 + index]
        }
        for lane in 0..<8 {
          let row = (8 * half + lane) * count
          target[unchecked: row + points.0] = OrderedBits.bits(sums.0[lane])
          target[unchecked: row + points.1] = OrderedBits.bits(sums.1[lane])
          target[unchecked: row + points.2] = OrderedBits.bits(sums.2[lane])
          target[unchecked: row + points.3] = OrderedBits.bits(sums.3[lane])
        }
      }
    }
    return bits
  }
}
