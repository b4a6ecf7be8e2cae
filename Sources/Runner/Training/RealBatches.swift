import Datasets
public import Engine
import ModelSpec
import Random

/// Where a training's real images come from, batch by batch.
public protocol RealBatches: Sendable {
  /// The steps that one pass over the images gives.
  var stepsPerEpoch: Int { get }
  /// A batch by its number over all epochs: `[N, C, H, W]` in [-1, 1].
  func batch(_ number: Int) -> Tensor
  /// How long callers have waited for batches in all.
  var waited: Duration { get }
}

extension BatchLoader: RealBatches {}

/// Made-up images for measuring: one batch of noise, again and again.
struct NoiseBatches: RealBatches {
  let stepsPerEpoch = 1
  let waited = Duration.zero
  private let noise: Tensor

  init(_ spec: Spec) {
    let shape = [spec.train.batch, spec.nc, spec.data.height, spec.data.width]
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    Distribution.uniform(low: -1, high: 1).fill(
      &values, from: Stream(seed: 1, name: "noise"), step: 0)
    noise = Tensor(shape: shape, layout: .channelsLast, values: values)
  }

  func batch(_ number: Int) -> Tensor { noise }
}
