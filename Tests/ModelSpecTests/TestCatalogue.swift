import ModelSpec

/// A catalogue with the kinds of the first release, independent of the rooms that implement them.
enum TestCatalogue {
  static let standard = Catalogue(
    layers: layers, initializers: initializers, optimizers: [adam],
    discriminatorLosses: [.init("bce", summary: "Binary cross-entropy.")],
    generatorLosses: [
      .init("non_saturating", summary: "Minimise -log D(G(z))."),
      .init("saturating", summary: "Minimise log(1 - D(G(z)))."),
    ],
    syntheticSources: [.init("shapes", summary: "Coloured shapes.")],
    metrics: [
      .init(
        "swd", summary: "Sliced Wasserstein distance.",
        options: [
          .init(
            "patches_per_image", .integer(1...4096), default: .integer(128), summary: "Patches."),
          .init("directions", .integer(1...Int.max), default: .integer(512), summary: "Lines."),
        ]), .init("ms_ssim", summary: "Similarity of pairs."),
    ])

  private static let size = OptionDeclaration.Domain.integerPair(1...Int.max)
  private static let amount = OptionDeclaration.Domain.integerPair(0...Int.max)

  private static func out(_ summary: String) -> OptionDeclaration {
    .init("out", .integer(1...Int.max), summary: summary)
  }

  private static let bias = OptionDeclaration(
    "bias", .boolean, default: .boolean(true), summary: "Whether a bias is added.")

  private static let affine = [
    ParameterDeclaration("weight"), ParameterDeclaration("bias", presentWith: "bias"),
  ]

  private static let convolution = [
    out("Output channels."), OptionDeclaration("kernel", size, summary: "Size of the kernel."),
    .init("stride", size, default: .integers([1, 1]), summary: "Step of the kernel."),
    .init("padding", amount, default: .integers([0, 0]), summary: "Zeros around the input."),
  ]

  private static let layers: [KindDeclaration] = [
    .init(
      "conv", summary: "Convolution.", torchName: "Conv2d", options: convolution + [bias],
      parameters: affine, initGroup: "conv"),
    .init(
      "conv_transpose", summary: "Transposed convolution.", torchName: "ConvTranspose2d",
      options: convolution + [
        .init(
          "output_padding", amount, default: .integers([0, 0]),
          summary: "Rows and columns added to the output."), bias,
      ], parameters: affine, initGroup: "conv"),
    .init(
      "linear", summary: "Matrix product.", torchName: "Linear",
      options: [out("Output features."), bias], parameters: affine, initGroup: "linear"),
    .init(
      "batch_norm", summary: "Normalisation over the batch.", torchName: "BatchNorm1d or 2d",
      options: [
        .init("eps", .real(.positive), default: .real(1e-5), summary: "Added to the variance."),
        .init(
          "momentum", .real(RealRange(0, 1)), default: .real(0.1),
          summary: "Weight of a batch in the running statistics."),
      ], parameters: [.init("weight"), .init("bias")], initGroup: "batch_norm"),
    .init("relu", summary: "max(x, 0).", torchName: "ReLU"),
    .init("sigmoid", summary: "1 / (1 + exp(-x)).", torchName: "Sigmoid"),
    .init("tanh", summary: "Hyperbolic tangent.", torchName: "Tanh"),
    .init("flatten", summary: "All but the batch in one dimension.", torchName: "Flatten"),
    .init(
      "leaky_relu", summary: "x, or slope * x below zero.", torchName: "LeakyReLU",
      options: [
        .init("slope", .real(.any), default: .real(0.01), summary: "Slope below zero.")
      ]),
    .init(
      "dropout", summary: "Zeros at random in training.", torchName: "Dropout",
      options: [
        .init(
          "p", .real(RealRange(0, 1, includesUpper: false)), default: .real(0.5),
          summary: "Probability of a zero.")
      ]),
    .init(
      "reshape", summary: "Other dimensions for the same values.", torchName: "Unflatten(1, shape)",
      options: [.init("shape", .integerList(1...Int.max), summary: "The new dimensions.")]),
  ]

  private static func real(_ name: String, _ value: Double) -> OptionDeclaration {
    .init(name, .real(.any), default: .real(value), summary: "See PyTorch.")
  }

  private static let kaiming = [
    real("a", 0),
    OptionDeclaration(
      "mode", .word(["fan_in", "fan_out"]), default: .word("fan_in"), summary: "See PyTorch."),
    OptionDeclaration(
      "nonlinearity", .word(["leaky_relu", "relu", "linear", "tanh", "sigmoid"]),
      default: .word("leaky_relu"), summary: "See PyTorch."),
  ]

  private static let initializers: [KindDeclaration] = [
    .init("default", summary: "PyTorch's own."),
    .init(
      "normal", summary: "Normal.",
      options: [
        real("mean", 0),
        .init("std", .real(.nonNegative), default: .real(1), summary: "Standard deviation."),
      ]),
    .init("uniform", summary: "Uniform.", options: [real("low", 0), real("high", 1)]),
    .init(
      "constant", summary: "One value.",
      options: [.init("value", .real(.any), summary: "The value.")]),
    .init("xavier_normal", summary: "Glorot.", options: [real("gain", 1)]),
    .init("xavier_uniform", summary: "Glorot.", options: [real("gain", 1)]),
    .init("kaiming_normal", summary: "He.", options: kaiming),
    .init("kaiming_uniform", summary: "He.", options: kaiming),
    .init("orthogonal", summary: "Orthogonal.", options: [real("gain", 1)]),
  ]

  private static let adam = KindDeclaration(
    "adam", summary: "Adam.", torchName: "Adam",
    options: [
      .init("lr", .real(.positive), default: .real(1e-3), summary: "Learning rate."),
      .init(
        "betas", .realPair(RealRange(0, 1, includesUpper: false)), default: .reals([0.9, 0.999]),
        summary: "Decay of the averages."),
      .init("eps", .real(.positive), default: .real(1e-8), summary: "Added to the root."),
      .init("weight_decay", .real(.nonNegative), default: .real(0), summary: "L2 penalty."),
    ])
}
