/// A spec with all the configurations of its sweep or ablation.
public struct Expansion: Sendable {
  /// What makes the configurations.
  public enum Kind: String, Codable, Sendable {
    /// Nothing: the spec is the only one.
    case single
    /// `sweep`.
    case sweep
    /// `ablation`.
    case ablation
  }

  /// What makes the configurations.
  public let kind: Kind
  /// The spec without its sweep or ablation.
  public let base: Spec
  /// How trials are cut short; nil where each is trained to its end.
  public let scheduler: SuccessiveHalving?
  /// All configurations in order; some may mean the same.
  public let configurations: [Configuration]
  /// Where what configurations set was written.
  let lines: ConfigurationMistakes.Lines?
}

/// One of the specs that a sweep or an ablation makes of one.
public struct Configuration: Sendable {
  /// What tables and messages call it; those that differ in the seed alone share it.
  public let name: String
  /// What it sets, in order, the seed of `seeds` aside.
  public let changes: [Change]
  /// The spec.
  public let spec: Spec
  /// The spec's digest.
  public let digest: String
  /// All that it sets, for the places of mistakes.
  let draft: Draft
}

/// A path that a configuration sets, and to what.
public struct Change: Sendable {
  /// The path as it was written.
  public let path: String
  /// The value; null where something is taken out.
  public let value: JSONValue
  /// The place of the value.
  let mark: Mark
  let override: Override

  /// Takes an entry of a spec as a change, or says in the log what is wrong with it.
  init?(_ entry: SpecNode.Entry, log: DiagnosticLog) {
    guard let override = Override(entry, log: log) else { return nil }
    if let first = override.steps.first, first.cannotVary {
      log.error(at: first.mark, .notVaried(first.key))
      return nil
    }
    path = entry.key
    value = entry.value.json
    mark = entry.value.mark
    self.override = override
  }
}

extension Change {
  /// The change as one would write it on the command line.
  public var text: String {
    if case .remove = override.action { path } else { "\(path)=\(value.flow)" }
  }
}

/// A scheduler that goes on with the best part of the trials after each of some numbers of steps.
public struct SuccessiveHalving: Codable, Hashable, Sendable {
  /// The metric that trials are ranked by.
  public let metric: String
  /// The numbers of steps, rising.
  public let rungs: [Int]
  /// The part that goes on.
  public let keep: Double
}

/// What a configuration sets, before it is read.
struct Draft: Sendable {
  /// A variant's name; nil where the changes make the name.
  var name: String?
  var changes: [Change]
  /// The seed, where `seeds` gives it.
  var seed: Change?

  /// All changes in the order in which they apply.
  var all: [Change] { changes + (seed.map { [$0] } ?? []) }
}

extension Override.Step {
  /// Whether it leads to where configurations come from.
  fileprivate var cannotVary: Bool { key == "extends" || SpecDecoder.variations.contains(key) }
}
