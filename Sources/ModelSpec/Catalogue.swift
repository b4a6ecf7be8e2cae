/// The kinds that a spec may name, with their options; whoever implements them declares them.
///
/// The reader of specs knows what an option is, not which layers exist.
public struct Catalogue: Sendable {
  /// What an item of `generator` or `discriminator` may be.
  public var layers: [KindDeclaration]
  /// What `init` may name, beside a number, which is a constant.
  public var initializers: [KindDeclaration]
  /// What `optimizer` may name.
  public var optimizers: [KindDeclaration]
  /// What `loss.discriminator` may name.
  public var discriminatorLosses: [KindDeclaration]
  /// What `loss.generator` may name.
  public var generatorLosses: [KindDeclaration]
  /// What `data.synthetic` may name.
  public var syntheticSources: [KindDeclaration]
  /// What an item of `evaluate.metrics` may be.
  public var metrics: [KindDeclaration]

  /// Makes a catalogue.
  public init(
    layers: [KindDeclaration], initializers: [KindDeclaration], optimizers: [KindDeclaration],
    discriminatorLosses: [KindDeclaration], generatorLosses: [KindDeclaration],
    syntheticSources: [KindDeclaration], metrics: [KindDeclaration] = []
  ) {
    self.layers = layers
    self.initializers = initializers
    self.optimizers = optimizers
    self.discriminatorLosses = discriminatorLosses
    self.generatorLosses = generatorLosses
    self.syntheticSources = syntheticSources
    self.metrics = metrics
  }
}

/// A kind: its name in specs, its options, and the parameters that it trains.
public struct KindDeclaration: Sendable {
  /// The name in specs, such as `conv`.
  public let name: String
  /// One line for the documentation.
  public let summary: String
  /// What PyTorch calls it, for the documentation.
  public let torchName: String?
  /// The options, the main one first: a lone scalar or list after the kind's name fills it.
  public let options: [OptionDeclaration]
  /// What it trains; a parameter may depend on a boolean option.
  public let parameters: [ParameterDeclaration]
  /// The key under `init` that sets its parameters' start for a whole spec.
  public let initGroup: String?

  /// Declares a kind.
  public init(
    _ name: String, summary: String, torchName: String? = nil, options: [OptionDeclaration] = [],
    parameters: [ParameterDeclaration] = [], initGroup: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.torchName = torchName
    self.options = options
    self.parameters = parameters
    self.initGroup = initGroup
  }
}

/// A trained parameter of a kind, such as `weight`.
public struct ParameterDeclaration: Sendable {
  /// The name, which is PyTorch's.
  public let name: String
  /// The boolean option without which there is none, such as `bias`.
  public let option: String?

  /// Declares a parameter.
  public init(_ name: String, presentWith option: String? = nil) {
    self.name = name
    self.option = option
  }
}

/// An option of a kind.
public struct OptionDeclaration: Sendable {
  /// What may stand there.
  public enum Domain: Sendable {
    /// An integer in a range.
    case integer(ClosedRange<Int>)
    /// A real number in a range.
    case real(RealRange)
    /// `true` or `false`.
    case boolean
    /// One integer for both directions, or `[height, width]`, each in a range.
    case integerPair(ClosedRange<Int>)
    /// A list of integers, each in a range.
    case integerList(ClosedRange<Int>)
    /// Exactly two reals, each in a range.
    case realPair(RealRange)
    /// One of some words.
    case word([String])
  }

  /// The name in specs.
  public let name: String
  /// What may stand there.
  public let domain: Domain
  /// What holds when nothing is said; nil where something must be.
  public let defaultValue: OptionValue?
  /// One line for the documentation.
  public let summary: String

  /// Declares an option; one without a default is required.
  public init(
    _ name: String, _ domain: Domain, default defaultValue: OptionValue? = nil, summary: String
  ) {
    self.name = name
    self.domain = domain
    self.defaultValue = defaultValue
    self.summary = summary
  }
}

/// A range of reals whose ends may be left out of it.
public struct RealRange: Sendable {
  /// The lower end.
  public let lower: Double
  /// The upper end; infinity stands for none.
  public let upper: Double
  /// Whether the lower end itself is allowed.
  public let includesLower: Bool
  /// Whether the upper end itself is allowed.
  public let includesUpper: Bool

  /// Makes a range.
  public init(
    _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// Any finite number.
  public static let any = RealRange(
    -.infinity, .infinity, includesLower: false, includesUpper: false)
  /// Numbers above zero.
  public static let positive = RealRange(
    0, .infinity, includesLower: false, includesUpper: false)
  /// Zero and above.
  public static let nonNegative = RealRange(0, .infinity, includesUpper: false)

  /// Whether a number is in the range.
  public func contains(_ value: Double) -> Bool {
    (includesLower ? value >= lower : value > lower)
      && (includesUpper ? value <= upper : value < upper)
  }
}

/// The value of an option, in the type that its declaration asks for.
public enum OptionValue: Hashable, Sendable {
  /// An integer.
  case integer(Int)
  /// A real number.
  case real(Double)
  /// A truth value.
  case boolean(Bool)
  /// A list of integers; a pair is one of two.
  case integers([Int])
  /// A list of reals.
  case reals([Double])
  /// A word.
  case word(String)
}
