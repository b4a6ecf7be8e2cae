extension ResolvedForm {
  /// What the digest is over: all that determines the weights, defaults left out.
  ///
  /// A default is frozen once it is released, so a new key or option changes no digest.
  var essence: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .integer(1),
      "model": sizes,
      "data": .object(essentialData),
      "generator": essentialLayers(spec.generator),
      "discriminator": essentialLayers(spec.discriminator),
      "train": .object(essentialTrain),
    ]
    if spec.seed != 1 { members["seed"] = seed }
    if spec.latent != .normal { members["latent"] = .string(spec.latent.rawValue) }
    members["loss"] = nonEmpty(essentialLoss)
    members["optimizer"] = nonEmpty(essentialOptimizers)
    return .object(members)
  }

  private var essentialData: [String: JSONValue] {
    var members = data(relativeTo: nil).without([
      "flip": .bool(false), "background": .string("#ffffff"), "count": .integer(10000),
    ])
    // The data's own digest stands for what is at the path.
    members["path"] = nil
    if case .synthetic(let source, _) = spec.data.source {
      members["synthetic"] = essentialKind(source, catalogue.syntheticSources)
    }
    return members
  }

  /// What settles the beginning of a training and its samples: all but how long it goes on.
  var beginning: JSONValue {
    guard case .object(var members) = essence else { return .null }
    var train = essentialTrain
    train["epochs"] = nil
    train["steps"] = nil
    members["train"] = .object(train)
    members["samples"] = .object([
      "count": .integer(spec.samples.count), "batch_norm": .string(spec.samples.batchNorm.rawValue),
    ])
    return .object(members)
  }

  private var essentialTrain: [String: JSONValue] {
    var members = train.without([
      "discriminator_steps": .integer(1), "joint_batches": .bool(false), "new_fakes": .bool(false),
    ])
    members["stop_when"] = spec.train.stopWhen.map { essentialStopWhen($0) }
    return members
  }

  private var essentialLoss: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["discriminator"] = essentialKind(
      spec.loss.discriminator, catalogue.discriminatorLosses, default: "bce")
    members["generator"] = essentialKind(
      spec.loss.generator, catalogue.generatorLosses, default: "non_saturating")
    let none = Smoothing.fixed(0)
    var amounts: [String: JSONValue] = [:]
    for (name, amount) in [
      ("real", spec.loss.smoothReal), ("fake", spec.loss.smoothFake),
      ("generator", spec.loss.smoothGenerator),
    ] where amount != none {
      amounts[name] = smoothing(amount)
    }
    members["label_smoothing"] = nonEmpty(amounts)
    return members
  }

  private var essentialOptimizers: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["generator"] = essentialKind(
      spec.generatorOptimizer, catalogue.optimizers, default: "adam")
    members["discriminator"] = essentialKind(
      spec.discriminatorOptimizer, catalogue.optimizers, default: "adam")
    return members
  }

  private func essentialLayers(_ layers: [LayerSpec]) -> JSONValue {
    .array(
      layers.enumerated().map { index, layer in
        var members = [
          layer.layer.kind: JSONValue.object(essentialOptions(layer.layer, catalogue.layers))
        ]
        if layer.place != index { members["at"] = .integer(layer.place) }
        members["init"] = nonEmpty(
          layer.initializers.compactMapValues {
            essentialKind($0, catalogue.initializers, default: "default")
          })
        return .object(members)
      })
  }

  /// A kind with those options that aren't as by default; nil if all is as by default.
  private func essentialKind(
    _ instance: KindInstance, _ declarations: [KindDeclaration], default name: String? = nil
  ) -> JSONValue? {
    let options = essentialOptions(instance, declarations)
    return instance.kind == name && options.isEmpty
      ? nil : .object([instance.kind: .object(options)])
  }

  private func essentialOptions(
    _ instance: KindInstance, _ declarations: [KindDeclaration]
  ) -> [String: JSONValue] {
    let declaration = declarations.first { $0.name == instance.kind }
    let defaults = declaration?.options.compactMap { option in
      option.typedDefault.map { (option.name, Self.value($0)) }
    }
    return options(instance).without(Dictionary(defaults ?? []) { first, _ in first })
  }

  private func nonEmpty(_ members: [String: JSONValue]) -> JSONValue? {
    members.isEmpty ? nil : .object(members)
  }
}

extension [String: JSONValue] {
  /// The members that aren't the same in some others.
  fileprivate func without(_ defaults: [String: JSONValue]) -> [String: JSONValue] {
    filter { defaults[$0.key] != $0.value }
  }
}
