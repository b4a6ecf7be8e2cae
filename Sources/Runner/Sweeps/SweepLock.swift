import Metrics
public import ModelSpec

/// What a sweep or an ablation is, frozen when it began: its spec's text and all its trials.
public struct SweepLock: Sendable, Codable {
  /// A configuration, or several that mean the same.
  public struct Trial: Sendable, Codable {
    /// The run's id.
    public let id: String
    /// What tables call it; trials that differ in the seed alone share it.
    public let name: String
    /// Each path that it sets, to its value; the seed of `seeds` aside.
    public let changes: [String: JSONValue]
    /// The seed.
    public var seed: UInt64 { storedSeed.seed ?? 0 }
    /// What determines it.
    public let digests: Provenance.Digests

    private let storedSeed: JSONValue

    private enum CodingKeys: String, CodingKey {
      case id, name, changes, digests
      case storedSeed = "seed"
    }

    init(id: String, digests: Provenance.Digests, _ configuration: Configuration) {
      self.id = id
      name = configuration.name
      changes = SweepLock.changes(configuration)
      storedSeed = JSONValue(seed: configuration.spec.seed)
      self.digests = digests
    }
  }

  /// What a configuration sets, by path.
  static func changes(_ configuration: Configuration) -> [String: JSONValue] {
    Dictionary(configuration.changes.map { ($0.path, $0.value) }) { $1 }
  }

  /// The grammar of this file.
  public let schema: Int
  /// The spec's name, which the folder bears.
  public let name: String
  /// What makes the trials.
  public let kind: Expansion.Kind
  /// The spec's file, as it was given.
  public let spec: String
  /// What the command line changed.
  public let overrides: [String]
  /// The text of each file that the spec was read from.
  public let sources: [String: String]
  /// How trials are cut short; nil where each is trained to its end.
  public let scheduler: SuccessiveHalving?
  /// The version of the arithmetic.
  public let arithmetic: String
  /// The trials in order.
  public let trials: [Trial]

  /// The sweep of a plan whose data is there.
  init(_ plan: TrialPlan, spec path: String, overrides: [String]) {
    let expansion = plan.expansion
    schema = 1
    name = expansion.base.name
    kind = expansion.kind
    spec = path
    self.overrides = overrides
    var sources: [String: String] = [:]
    for case (.file(let file), let text) in expansion.base.sources.texts { sources[file] = text }
    self.sources = sources
    scheduler = expansion.scheduler
    arithmetic = RunIdentity.arithmetic
    trials = plan.trials.compactMap { trial in
      trial.identity.map {
        Trial(id: $0.id, digests: .init(spec: $0.spec, data: $0.data), trial.configuration)
      }
    }
  }

  /// The sweep of a folder; nil where none has begun.
  ///
  /// - Throws: `SpecError` or `RunError` where the file is not what it should be.
  public init?(reading folder: SweepFolder) throws {
    guard Folder.exists(folder.lock) else { return nil }
    self = try YAMLText.read(folder.lock, as: Self.self)
    // Their names become paths.
    guard SpecName.isOne(name), trials.allSatisfy({ RunIdentity.isID($0.id) }) else {
      throw RunError.damagedRecord(path: folder.lock)
    }
  }

  /// Writes it whole into a folder; equal bytes are left as they are.
  func write(to folder: SweepFolder) throws(RunError) {
    let text = Self.heading + YAMLText.document(self)
    if (try? WholeFile.read(folder.lock)) != text { try WholeFile.write(text, to: folder.lock) }
  }

  private static let heading = Array(
    "# Written by gan-run when the sweep began. --update takes up what the spec says now.\n".utf8)
}
