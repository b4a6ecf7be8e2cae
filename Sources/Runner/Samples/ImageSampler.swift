public import Engine
import Layers
public import ModelSpec

/// A generator that makes images, in batches of one size so that an image's bits are its own.
public final class ImageSampler {
  private let spec: Spec
  private let executor: Executor

  /// Compiles a spec's generator.
  public init(_ spec: Spec, machine: Machine) throws {
    self.spec = spec
    executor = try Executor(
      SamplingGraph(spec).plan, threads: machine.threads, instructionSet: machine.instructionSet)
  }

  /// Takes the generator's weights out of a state.
  public func load(_ state: [String: Tensor]) throws {
    for name in executor.plan.stateShapes.keys.sorted() {
      guard let tensor = state[name] else { throw EngineError.noSuchTensor(name) }
      try executor.upload(tensor, to: name)
    }
  }

  /// Takes the generator's weights as they are in a training.
  func load(from training: Executor) throws {
    try executor.copyStates(from: training)
  }

  /// The images of the first latents: `[count, C, H, W]`.
  ///
  /// The last batch is filled up with the latents that follow, whatever the count: so even where
  /// batch norm looks at the batch, an image depends on the seed and its number alone.
  public func images(_ latents: Latents, count: Int) throws -> Tensor {
    var values: [Float] = []
    try forEachBatch(z: filled(latents, count: count), count: count) { values += $0.values }
    return Tensor(shape: [count] + imageShape, values: values)
  }

  /// The z of the first images, and those that fill up the last batch.
  public func filled(_ latents: Latents, count: Int) -> [Float] {
    latents.first(padded(count))
  }

  /// Makes the images of given latents batch by batch, so that not all lie in memory at once.
  public func forEachBatch(
    z: [Float], count: Int, _ body: (Tensor) throws -> Void
  ) throws {
    let (batch, length) = (SamplingGraph.batch, spec.nz)
    for start in stride(from: 0, to: padded(count), by: batch) {
      var part = Array(z[min(start * length, z.count)..<min((start + batch) * length, z.count)])
      part += [Float](repeating: 0, count: batch * length - part.count)
      try executor.upload(Tensor(shape: [batch, length], values: part), to: "z")
      executor.run(step: 0)
      let images = try executor.download("images")
      let each = images.values.count / batch
      let made = min(batch, count - start)
      try body(
        Tensor(shape: [made] + imageShape, values: Array(images.values.prefix(made * each))))
    }
  }

  private var imageShape: [Int] { [spec.nc, spec.data.height, spec.data.width] }

  private func padded(_ count: Int) -> Int {
    (count + SamplingGraph.batch - 1) / SamplingGraph.batch * SamplingGraph.batch
  }
}
