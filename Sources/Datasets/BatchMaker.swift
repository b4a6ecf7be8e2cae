internal import Engine
internal import Random
internal import Synchronization

/// Makes batches of a data set, each from its number.
final class BatchMaker: Sendable {
  private let dataset: Dataset
  private let size: Int
  private let perEpoch: Int
  private let flips: Stream?
  private let order: Stream
  /// The order of the epoch that was asked for last.
  private let recent = Mutex<(epoch: UInt32, order: [Int])?>(nil)

  /// The value of each byte.
  private static let values: [Float] = (0...255).map { Float(Double($0) / 127.5 - 1) }

  init(dataset: Dataset, size: Int, perEpoch: Int, flips: Bool, seed: UInt64) {
    self.dataset = dataset
    self.size = size
    self.perEpoch = perEpoch
    self.flips = flips ? Stream(seed: seed, name: "data/flip") : nil
    order = Stream(seed: seed, name: "data/order")
  }

  func batch(_ number: Int) -> Tensor {
    let epoch = UInt32(truncatingIfNeeded: number / perEpoch)
    let order = order(of: epoch)
    let first = number % perEpoch * size
    var values = [Float]()
    values.reserveCapacity(size * dataset.height * dataset.width * dataset.channels)
    for place in first..<(first + size) {
      let mirrors = flips.map { $0.word(step: epoch, index: place) >> 31 == 1 } ?? false
      dataset.withImage(order[place]) { append($0, mirrored: mirrors, to: &values) }
    }
    return Tensor(
      shape: [size, dataset.channels, dataset.height, dataset.width], layout: .channelsLast,
      values: values)
  }

  private func order(of epoch: UInt32) -> [Int] {
    recent.withLock { recent in
      if let recent, recent.epoch == epoch { return recent.order }
      let order = order.permutation(count: dataset.count, step: epoch)
      recent = (epoch, order)
      return order
    }
  }

  private func append(_ image: Span<UInt8>, mirrored: Bool, to values: inout [Float]) {
    guard mirrored else {
      for index in image.indices {
        values.append(Self.values[Int(image[index])])
      }
      return
    }
    for row in 0..<dataset.height {
      for column in (0..<dataset.width).reversed() {
        let pixel = (row * dataset.width + column) * dataset.channels
        for channel in 0..<dataset.channels {
          values.append(Self.values[Int(image[pixel + channel])])
        }
      }
    }
  }
}
