public import ModelSpec

/// When a training is looked at, and from where on something is wrong with it.
public struct DiagnosisRules: Sendable {
  /// A symptom's name.
  public typealias Symptom = StopWhen.Symptom

  /// Steps between two looks.
  public var every: Int
  /// From where on each symptom is there.
  public var limits: [Symptom: StopWhen.Limit]
  /// The symptoms that end the training.
  public var ends: Set<Symptom>
  /// The mean target of D for real images.
  var realTarget: Double
  /// The mean target of D for made images.
  var fakeTarget: Double
  /// Whether G's gradient goes as D(G(z)) does.
  var isSaturating: Bool

  /// What is a warning unless the spec says otherwise.
  ///
  /// A tenth of what real images have is out of reach of a generator that learns, and so is a D that
  /// is never wrong by more than 1 % for 200 steps on end.
  public static let usual: [Symptom: StopWhen.Limit] = [
    .discriminatorWins: .init(most: 0.01, steps: 200),
    .alike: .init(most: 0.1, steps: 200),
    .saturated: .init(most: 0.1, steps: 200),
  ]

  /// Makes rules that end nothing, for a training without smoothing, unless told otherwise.
  public init(stopWhen: StopWhen? = nil) {
    every = stopWhen?.every ?? StopWhen.defaultEvery
    limits = Self.usual.merging(stopWhen?.limits ?? [:]) { $1 }
    ends = Set((stopWhen?.limits ?? [:]).keys)
    (realTarget, fakeTarget, isSaturating) = (1, 0, false)
  }

  /// The rules of a spec.
  public init(_ spec: Spec) {
    self.init(stopWhen: spec.train.stopWhen)
    realTarget = 1 - spec.loss.smoothReal.mean
    fakeTarget = spec.loss.smoothFake.mean
    isSaturating = spec.loss.generator.kind == "saturating"
  }

  /// Whether a step is one that is looked at.
  func isDue(step: Int) -> Bool { step % every == 0 }

  /// How far D's outputs are from their targets, where they are on the wrong side of them.
  ///
  /// Without label smoothing that is nearly D's loss, where it is small. With it, what is left of
  /// the loss hangs on the smoothing alone; this doesn't.
  func error(_ signs: Signs) -> Double {
    max(0, realTarget - Double(signs.real)) + max(0, Double(signs.fake) - fakeTarget)
  }

  /// The measure of a symptom.
  func measure(_ symptom: Symptom, _ signs: Signs) -> Double {
    switch symptom {
    case .discriminatorWins: error(signs)
    case .alike: Double(signs.spread)
    case .saturated: Double(signs.midtones)
    }
  }
}

extension Smoothing {
  fileprivate var mean: Double {
    switch self {
    case .fixed(let amount): amount
    case .drawn(let low, let high): (low + high) / 2
    }
  }
}
