/// One GAN and its training, fully typed and validated: no expression, condition or loop is left.
public struct Spec: Sendable {
  /// What runs and messages call it.
  public var name: String
  /// Free text for people.
  public var description: String?
  /// Words to find it by.
  public var tags: [String]
  /// The seed that every random stream starts from.
  public var seed: UInt64
  /// The length of z (`model.nz`).
  public var nz: Int
  /// The channels of an image (`model.nc`): 1 or 3.
  public var nc: Int
  /// Where real images come from.
  public var data: DataSpec
  /// The distribution of z.
  public var latent: Latent
  /// The generator's layers in order.
  public var generator: [LayerSpec]
  /// The discriminator's layers in order.
  public var discriminator: [LayerSpec]
  /// The place of `generator:` and of `discriminator:`, for what is wrong with a whole network.
  public var networkMarks: [Network: Mark]
  /// What each network minimises.
  public var loss: LossSpec
  /// The generator's optimiser.
  public var generatorOptimizer: KindInstance
  /// The discriminator's optimiser.
  public var discriminatorOptimizer: KindInstance
  /// How long and how it is trained.
  public var train: TrainSpec
  /// Sample grids.
  public var samples: SamplesSpec
  /// Metrics of what the generator makes.
  public var evaluate: EvaluateSpec
  /// Checkpoints.
  public var checkpoints: CheckpointsSpec
  /// Steps between two entries of the log.
  public var logEvery: Int
  /// Remarks of the reader that are no errors.
  public var warnings: [Diagnostic]
  /// The texts that marks point into.
  public var sources: Sources
}

/// One of the two networks.
public enum Network: String, CaseIterable, Sendable {
  /// The network that makes images from z.
  case generator
  /// The network that tells real from made.
  case discriminator
}

/// The distribution of z.
public enum Latent: String, CaseIterable, Sendable {
  /// Standard normal.
  case normal
  /// Uniform in [-1, 1).
  case uniform
}

/// Where real images come from.
public struct DataSpec: Sendable {
  /// A source of images.
  public enum Source: Sendable {
    /// A folder or zip: `written` as the user wrote it, `resolved` as this process opens it.
    case path(written: String, resolved: String, mark: Mark?)
    /// A generator of images by name, and how many it makes.
    case synthetic(KindInstance, count: Int)
  }

  /// The source.
  public var source: Source
  /// Rows of an image after resizing.
  public var height: Int
  /// Columns of an image after resizing.
  public var width: Int
  /// Where the size was written.
  public var sizeMark: Mark?
  /// Whether each image is mirrored at random.
  public var flip: Bool
  /// What shows through transparent pixels: red, green, blue.
  public var background: [UInt8]
}

/// A layer of a stack, with all its options.
public struct LayerSpec: Sendable {
  /// The kind and its options.
  public var layer: KindInstance
  /// The place in the unrolled list, before `when` took any out; it names the random streams.
  public var place: Int
  /// The user's own name for it, for messages and tables.
  public var name: String?
  /// How each parameter starts, by the parameter's name.
  public var initializers: [String: KindInstance]
}

/// What each network minimises.
public struct LossSpec: Sendable {
  /// The discriminator's loss.
  public var discriminator: KindInstance
  /// The generator's loss.
  public var generator: KindInstance
  /// How far below 1 the target of real images is.
  public var smoothReal: Smoothing
  /// How far above 0 the target of fakes is.
  public var smoothFake: Smoothing
  /// How far below 1 the generator's target is.
  public var smoothGenerator: Smoothing
}

/// The amount of a label's smoothing, fixed or drawn for each batch.
public enum Smoothing: Hashable, Sendable {
  /// The same for each batch.
  case fixed(Double)
  /// Uniform in a range, drawn for each batch.
  case drawn(Double, Double)
}

/// How long and how a GAN is trained.
public struct TrainSpec: Sendable {
  /// The length of a training.
  public enum Length: Sendable {
    /// Passes over the real images.
    case epochs(Int)
    /// Updates of the generator.
    case steps(Int)
  }

  /// Images in a batch.
  public var batch: Int
  /// Where the batch was written.
  public var batchMark: Mark?
  /// How long.
  public var length: Length
  /// Updates of the discriminator for each of the generator.
  public var discriminatorSteps: Int
  /// Whether real and fake images go through the discriminator as one batch.
  public var jointBatches: Bool
  /// Whether the generator's update draws new z.
  public var newFakes: Bool
  /// What ends it before its last step; nil for nothing but a number that isn't finite.
  public var stopWhen: StopWhen?
}

/// How sample grids are made.
public struct SamplesSpec: Sendable {
  /// Where batch norm takes its statistics from when sampling.
  public enum BatchNorm: String, CaseIterable, Sendable {
    /// The running statistics.
    case running
    /// Those of the batch.
    case batch
  }

  /// Steps between two grids.
  public var every: Int
  /// Images in a grid.
  public var count: Int
  /// Where batch norm takes its statistics from.
  public var batchNorm: BatchNorm
}

/// By what the generator's images are measured, and when.
public struct EvaluateSpec: Sendable {
  /// The metrics, each kind once; none evaluates nothing.
  public var metrics: [KindInstance]
  /// Images that are made for it.
  public var samples: Int
  /// Steps between two evaluations; nil for one at the end alone.
  public var every: Int?
}

/// When checkpoints are written, and how many stay.
public struct CheckpointsSpec: Sendable {
  /// The interval.
  public enum Interval: Sendable {
    /// Steps.
    case steps(Int)
    /// Minutes.
    case minutes(Double)
  }

  /// The time between two.
  public var interval: Interval
  /// How many of the newest stay; nil for two while it trains, and the last one once it has ended.
  public var keep: Int?
}
