/// Makes the resolved form of a spec, and of that what determines the weights.
struct ResolvedForm {
  let spec: Spec
  let catalogue: Catalogue

  /// Everything, written out.
  func whole(relativeTo folder: String?) -> JSONValue {
    var members: [String: JSONValue] = [
      "schema": .integer(1),
      "name": .string(spec.name),
      "seed": seed,
      "model": sizes,
      "data": .object(data(relativeTo: folder)),
      "latent": .string(spec.latent.rawValue),
      "generator": layers(spec.generator),
      "discriminator": layers(spec.discriminator),
      "loss": .object([
        "discriminator": kind(spec.loss.discriminator),
        "generator": kind(spec.loss.generator),
        "label_smoothing": .object([
          "real": smoothing(spec.loss.smoothReal),
          "fake": smoothing(spec.loss.smoothFake),
          "generator": smoothing(spec.loss.smoothGenerator),
        ]),
      ]),
      "optimizer": .object([
        "generator": kind(spec.generatorOptimizer),
        "discriminator": kind(spec.discriminatorOptimizer),
      ]),
      "train": .object(train),
      "samples": .object([
        "every": .integer(spec.samples.every),
        "count": .integer(spec.samples.count),
        "batch_norm": .string(spec.samples.batchNorm.rawValue),
      ]),
      "checkpoints": .object(checkpoints),
      "log": .object(["every": .integer(spec.logEvery)]),
    ]
    if !spec.evaluate.metrics.isEmpty { members["evaluate"] = .object(evaluate) }
    if let description = spec.description { members["description"] = .string(description) }
    if !spec.tags.isEmpty { members["tags"] = .array(spec.tags.map { .string($0) }) }
    return .object(members)
  }
}

extension ResolvedForm {
  /// The seed.
  var seed: JSONValue {
    JSONValue(seed: spec.seed)
  }

  var sizes: JSONValue {
    .object(["nz": .integer(spec.nz), "nc": .integer(spec.nc)])
  }

  var train: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "batch": .integer(spec.train.batch),
      "discriminator_steps": .integer(spec.train.discriminatorSteps),
      "joint_batches": .bool(spec.train.jointBatches),
      "new_fakes": .bool(spec.train.newFakes),
    ]
    switch spec.train.length {
    case .epochs(let count): members["epochs"] = .integer(count)
    case .steps(let count): members["steps"] = .integer(count)
    }
    if let stop = spec.train.stopWhen { members["stop_when"] = stopWhen(stop) }
    return members
  }

  func data(relativeTo folder: String?) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "size": .array([.integer(spec.data.height), .integer(spec.data.width)]),
      "flip": .bool(spec.data.flip),
      "background": .string(background),
    ]
    switch spec.data.source {
    case .path(let written, let resolved, _):
      let isAbsolute = written.hasPrefix("/")
      let path = folder.map { FilePath.relative(resolved, to: $0) } ?? resolved
      members["path"] = .string(isAbsolute ? written : path)
    case .synthetic(let source, let count):
      members["synthetic"] = kind(source)
      members["count"] = .integer(count)
    }
    return members
  }

  private var background: String {
    "#"
      + spec.data.background.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  private var evaluate: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "metrics": .array(spec.evaluate.metrics.map { kind($0) }),
      "samples": .integer(spec.evaluate.samples),
    ]
    if let every = spec.evaluate.every { members["every"] = .integer(every) }
    return members
  }

  private var checkpoints: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    switch spec.checkpoints.interval {
    case .steps(let steps): members["every"] = .integer(steps)
    case .minutes(let minutes): members["minutes"] = .number(minutes)
    }
    if let keep = spec.checkpoints.keep { members["keep"] = .integer(keep) }
    return members
  }

  func smoothing(_ smoothing: Smoothing) -> JSONValue {
    switch smoothing {
    case .fixed(let amount): .number(amount)
    case .drawn(let low, let high): .array([.number(low), .number(high)])
    }
  }

  private func layers(_ layers: [LayerSpec]) -> JSONValue {
    .array(
      layers.map { layer in
        var members: [String: JSONValue] = [
          layer.layer.kind: .object(options(layer.layer)),
          "at": .integer(layer.place),
        ]
        if !layer.initializers.isEmpty {
          members["init"] = .object(layer.initializers.mapValues { kind($0) })
        }
        if let name = layer.name { members["name"] = .string(name) }
        return .object(members)
      })
  }

  func kind(_ instance: KindInstance) -> JSONValue {
    .object([instance.kind: .object(options(instance))])
  }

  func options(_ instance: KindInstance) -> [String: JSONValue] {
    instance.options.mapValues(Self.value)
  }

  static func value(_ value: OptionValue) -> JSONValue {
    switch value {
    case .integer(let integer): .integer(integer)
    case .real(let real): .number(real)
    case .boolean(let isTrue): .bool(isTrue)
    case .integers(let integers): .array(integers.map { .integer($0) })
    case .reals(let reals): .array(reals.map { .number($0) })
    case .word(let word): .string(word)
    }
  }
}
