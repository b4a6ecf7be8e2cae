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

  /// The images of the first latents: `[count, C, H, W]`.
  ///
  /// The last batch is filled up with the latents that follow, whatever the count: so even where
  /// batch norm looks at the batch, an image depends on the seed and its number alone.
  public func images(_ latents: Latents, count: Int) throws -> Tensor {
    try images(z: latents.first(padded(count)), count: count)
  }

  /// The images of given latents, one after the other.
  public func images(z: [Float], count: Int) throws -> Tensor {
    let (batch, length) = (SamplingGraph.batch, spec.nz)
    var values: [Float] = []
    for start in stride(from: 0, to: padded(count), by: batch) {
      var part = Array(z[min(start * length, z.count)..<min((start + batch) * length, z.count)])
      part += [Float](repeating: 0, count: batch * length - part.count)
      try executor.upload(Tensor(shape: [batch, length], values: part), to: "z")
      executor.run(step: 0)
      let images = try executor.download("images")
      let each = images.values.count / batch
      values += images.values.prefix(min(batch, count - start) * each)
    }
    return Tensor(shape: [count, spec.nc, spec.data.height, spec.data.width], values: values)
  }

  private func padded(_ count: Int) -> Int {
    (count + SamplingGraph.batch - 1) / SamplingGraph.batch * SamplingGraph.batch
  }
}
