public import ModelSpec

/// Every kind that a spec may name: the one place where a new one is entered.
public enum LayerCatalogue {
  static let layers: [any Layer.Type] = [
    Conv.self, ConvTranspose.self, Linear.self, BatchNorm.self, Relu.self, LeakyRelu.self,
    Sigmoid.self, Tanh.self, Dropout.self, Flatten.self, Reshape.self,
  ]
  static let initializers: [any Initializer.Type] = [
    DefaultInitializer.self, ConstantInitializer.self, NormalInitializer.self,
    UniformInitializer.self, XavierNormalInitializer.self, XavierUniformInitializer.self,
    KaimingNormalInitializer.self, KaimingUniformInitializer.self, OrthogonalInitializer.self,
  ]
  static let optimizers: [any Optimizer.Type] = [Adam.self]
  static let discriminatorLosses: [any DiscriminatorLoss.Type] = [BinaryCrossEntropy.self]
  static let generatorLosses: [any GeneratorLoss.Type] = [NonSaturating.self, Saturating.self]

  /// The kinds as specs see them.
  public static let standard = Catalogue(
    layers: layers.map { $0.declaration },
    initializers: initializers.map { $0.declaration },
    optimizers: optimizers.map { $0.declaration },
    discriminatorLosses: discriminatorLosses.map { $0.declaration },
    generatorLosses: generatorLosses.map { $0.declaration },
    syntheticSources: [
      KindDeclaration("shapes", summary: "Circles, squares and other figures in colour")
    ])

  /// The kind of a name; the reader of specs lets no other through.
  static func layer(_ options: KindInstance) -> any Layer {
    guard let type = layers.first(where: { $0.declaration.name == options.kind }) else {
      preconditionFailure("no layer \(options.kind)")
    }
    return type.init(options)
  }

  static func initializer(_ options: KindInstance) -> any Initializer {
    (initializers.first { $0.declaration.name == options.kind } ?? DefaultInitializer.self)
      .init(options)
  }

  static func optimizer(_ options: KindInstance) -> any Optimizer {
    (optimizers.first { $0.declaration.name == options.kind } ?? Adam.self).init(options)
  }

  static func discriminatorLoss(_ options: KindInstance) -> any DiscriminatorLoss {
    (discriminatorLosses.first { $0.declaration.name == options.kind } ?? BinaryCrossEntropy.self)
      .init(options)
  }

  static func generatorLoss(_ options: KindInstance) -> any GeneratorLoss {
    (generatorLosses.first { $0.declaration.name == options.kind } ?? NonSaturating.self)
      .init(options)
  }
}
