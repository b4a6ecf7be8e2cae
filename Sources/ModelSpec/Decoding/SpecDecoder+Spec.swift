extension SpecDecoder {
  /// The whole spec, or nil where the log says why not.
  ///
  /// `stem` is its file's.
  func spec(_ root: SpecNode, stem: String, mainFile: String) -> Spec? {
    var fields = Fields(root.entries ?? [], of: .root, at: root.removal ?? root.mark)
    schema(fields.required("schema"))
    let sizes = fields.required("model").flatMap { model($0) }
    let name = self.name(fields.optional("name"), stem: stem, at: root.mark)
    let description = optional(fields.optional("description"), default: "") { text($0) }
    let tags = optional(fields.optional("tags"), default: []) { entry in
      list(entry, .textList) { text($0) }
    }
    let seed = optional(fields.optional("seed"), default: 1) { integer($0, in: 0...Int.max) }
    let data = fields.required("data").flatMap { self.data($0) }
    let latent = self.latent(fields.optional("latent"))
    let groups = initGroups(fields.optional("init"))
    let networks = Network.allCases.map { fields.required($0.rawValue) }
    let layers = networks.map { entry in
      entry.flatMap { LayerListDecoder(self, groups: groups).decode($0) }
    }
    let loss = self.loss(fields.optional("loss"), at: root.mark)
    let optimizers = self.optimizers(fields.optional("optimizer"), at: root.mark)
    let train = fields.required("train").flatMap { self.train($0) }
    let samples = self.samples(fields.optional("samples"))
    let evaluate = self.evaluation(fields.optional("evaluate"))
    let checkpoints = self.checkpoints(fields.optional("checkpoints"))
    let logEvery = self.logEvery(fields.optional("log"))
    // What is to be varied is no part of the spec itself.
    for key in Self.variations { _ = fields.optional(key) }
    fields.finish(log)

    guard !log.hasErrors, let sizes, let name, let description, let tags, let seed, let data,
      let latent, let generator = layers[0], let discriminator = layers[1], let loss,
      let optimizers, let train, let samples, let evaluate, let checkpoints, let logEvery
    else { return nil }
    warnOfUnusedNames(root, mainFile)
    var marks: [Network: Mark] = [:]
    for (network, entry) in zip(Network.allCases, networks) { marks[network] = entry?.keyMark }
    return Spec(
      name: name, description: description.isEmpty ? nil : description, tags: tags,
      seed: UInt64(seed), nz: sizes.nz,
      nc: sizes.nc, data: data, latent: latent, generator: generator,
      discriminator: discriminator, networkMarks: marks, loss: loss,
      generatorOptimizer: optimizers.generator, discriminatorOptimizer: optimizers.discriminator,
      train: train, samples: samples, evaluate: evaluate, checkpoints: checkpoints,
      logEvery: logEvery, warnings: [], sources: log.sources)
  }

  /// A name that nothing uses may be misspelt where it is meant; what is inherited may be for
  /// other specs.
  private func warnOfUnusedNames(_ root: SpecNode, _ mainFile: String) {
    for entry in root.entry("model")?.value.entries ?? []
    where !names.used.contains(entry.key) && !["nz", "nc"].contains(entry.key) {
      if case .file(let path) = entry.keyMark.origin, path != mainFile { continue }
      log.warning(at: entry.keyMark, .unusedName(entry.key))
    }
  }

  private func schema(_ entry: Entry?) {
    if let entry { _ = integer(entry, in: 1...1) }
  }

  private func name(_ entry: Entry?, stem: String, at mark: Mark) -> String? {
    let text: String
    if let entry {
      guard let written = self.text(entry) else { return nil }
      text = written
    } else {
      text = stem
    }
    guard SpecName.isOne(text) else {
      log.error(at: entry?.value.mark ?? mark, .badName(text, isStem: entry == nil))
      return nil
    }
    return text
  }
}
