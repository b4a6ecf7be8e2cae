public import ModelSpec

/// Both networks of a spec, with every shape checked.
public struct Networks: Sendable {
  /// From z to images.
  public let generator: NetworkStack
  /// From images to one value.
  public let discriminator: NetworkStack
  /// The discriminator without a final sigmoid, which the losses take into themselves: its values
  /// are logits.
  let logitDiscriminator: NetworkStack

  /// Works out all shapes of a spec.
  ///
  /// - Throws: `SpecError` with the first mistake of each network, and where they do not meet.
  public init(_ spec: Spec) throws(SpecError) {
    var diagnostics: [Diagnostic] = []
    let image = [spec.nc, spec.data.height, spec.data.width]
    func stack(
      _ network: Network, _ layers: [LayerSpec], _ input: [Int], batch: Int
    ) -> NetworkStack? {
      do throws(LocatedProblem) {
        return try NetworkStack(network, layers: layers, input: input, batch: batch)
      } catch {
        let mark = error.mark ?? spec.networkMarks[network]
        // What is set for both networks is one mistake.
        if !diagnostics.contains(where: {
          $0.mark == mark && $0.problem as? LayerProblem == error.problem
        }) {
          diagnostics.append(Diagnostic(.error, at: mark, error.problem))
        }
        return nil
      }
    }
    let first = spec.generator.first.map { LayerCatalogue.layer($0.layer) }
    let takesImages = first.map { type(of: $0).takesImages } ?? false
    let latent = takesImages ? [spec.nz, 1, 1] : [spec.nz]
    let batch = spec.train.batch
    let generator = stack(.generator, spec.generator, latent, batch: batch)
    // The limit on sizes keeps twice a batch within an integer.
    let seen = spec.train.jointBatches ? 2 * min(batch, 1 << 40) : batch
    let discriminator = stack(.discriminator, spec.discriminator, image, batch: seen)
    if let generator, generator.output != image {
      diagnostics.append(
        Diagnostic(
          .error, at: generator.lastWeighted?.spec.layer.mark ?? spec.networkMarks[.generator],
          LayerProblem.generatorOutput(
            found: generator.output, expected: image,
            fix: Self.generatorFix(found: generator.output, expected: image))))
    }
    if let discriminator, discriminator.output.product != 1 {
      diagnostics.append(
        Diagnostic(
          .error,
          at: discriminator.lastWeighted?.spec.layer.mark ?? spec.networkMarks[.discriminator],
          LayerProblem.discriminatorOutput(
            found: discriminator.output, fix: Self.discriminatorFix(discriminator))))
    }
    guard let generator, let discriminator, diagnostics.isEmpty else {
      throw SpecError(diagnostics: diagnostics, sources: spec.sources)
    }
    self.generator = generator
    self.discriminator = discriminator
    logitDiscriminator = Self.withoutFinalSigmoid(discriminator)
  }

  private static func withoutFinalSigmoid(_ stack: NetworkStack) -> NetworkStack {
    // What only reshapes one value may follow.
    let last = stack.entries.last { !($0.layer is Flatten) && !($0.layer is Reshape) }
    guard let last, last.layer is Sigmoid else { return stack }
    return stack.dropping(last.index)
  }

  private static func generatorFix(found: [Int], expected: [Int]) -> String? {
    if found.count == 3, found[0] == expected[0], found[1] == found[2] {
      return "set data.size: \(found[1]), or change the strides of the generator"
    }
    if found.count == 3, Array(found[1...]) == Array(expected[1...]) {
      return "the last convolution needs `out: nc`"
    }
    return "the last layers must make \(expected.map(String.init).joined(separator: "x"))"
  }

  /// Which layer to change, and how, so that one value comes out.
  private static func discriminatorFix(_ stack: NetworkStack) -> String? {
    guard let last = stack.lastWeighted else {
      return "it needs a layer that gives one value, such as `linear: 1`"
    }
    let layer = last.spec.layer
    if layer.kind == Conv.declaration.name {
      let padding = layer.integers("padding")
      let kernel = zip(last.input.dropFirst(), padding).map { $0 + 2 * $1 }
      let size = kernel[0] == kernel[1] ? "\(kernel[0])" : "\(kernel)"
      let channels = layer.integer("out") == 1 ? "" : " and `out: 1`"
      return "layer \(last.title): `kernel: \(size)`\(channels) would give one value"
    }
    if layer.kind == Linear.declaration.name {
      return "layer \(last.title): `out: 1` would give one value"
    }
    return "end with `flatten` and `linear: 1`"
  }
}
