import Metrics
import ModelSpec

extension Comparison {
  /// Compares runs on their own; those that differ in the seed alone are one configuration.
  ///
  /// A run that is named twice, or a copy of one, counts once.
  public init(runs folders: [RunFolder], options: Options = Options()) throws {
    var records: [String: SweepRecord] = [:]
    for folder in folders {
      let parent = Folder.parent(of: folder.path)
      if records[parent] == nil {
        records[parent] = try SweepRecord(reading: SweepFolder(path: parent))
      }
    }
    let runs = try folders.concurrentMap { [records] folder in
      try FreeRun(folder, record: records[Folder.parent(of: folder.path)] ?? SweepRecord())
    }
    var seen: Set<String> = []
    let once = runs.filter { seen.insert($0.trial.id + $0.arithmetic).inserted }
    let groups = once.grouped(by: \.form).map(\.members)
    let forms = groups.map { $0[0].form }
    let differences = JSONDifference.paths(forms)
    let changes = forms.map { form in
      var changes: [String: JSONValue] = [:]
      for path in differences {
        if let value = JSONDifference.value(form, at: path) {
          changes[path.joined(separator: ".")] = value
        }
      }
      return changes
    }
    let names = Self.names(groups, changes)
    let configurations = zip(zip(names, changes), groups).map { named, runs in
      Configuration(name: named.0, changes: named.1, trials: runs.map(\.trial))
    }
    try self.init(name: nil, kind: .single, configurations, options: options)
  }

  /// The specs' names where they tell all, else what differs; where that is much, a run's own name.
  private static func names(
    _ groups: [[FreeRun]], _ changes: [[String: JSONValue]]
  ) -> [String] {
    let specs = groups.map { $0[0].name }
    if Set(specs).count == specs.count { return specs }
    let texts = changes.map { changes in
      changes.sorted { $0.key < $1.key }.map { path, value in
        "\(path.split(separator: ".").last ?? "")=\(value.plain)"
      }.joined(separator: ", ")
    }
    let isShort = texts.allSatisfy { !$0.isEmpty && $0.count <= 40 }
    if isShort && Set(texts).count == texts.count { return texts }
    return groups.map { "\($0[0].name)/\($0[0].trial.id)" }
  }
}

/// A run that no sweep's record speaks for.
private struct FreeRun: Sendable {
  /// The spec's name.
  let name: String
  let arithmetic: String
  let trial: Comparison.Trial
  /// What determined the weights, the seed aside.
  let form: JSONValue

  init(_ folder: RunFolder, record: SweepRecord) throws {
    let spec = try ResolvedRecord(reading: folder)
    name = spec.name
    let id = Folder.name(of: folder.path)
    trial = try Comparison.Trial(folder, id: id, seed: spec.seed, record: record)
    var members = spec.essence
    members["seed"] = nil
    // Of a run that goes on, what it was begun under.
    let provenance = trial.result == nil ? try folder.readProvenance() : nil
    arithmetic = trial.result?.arithmetic ?? provenance?.arithmetic ?? RunIdentity.arithmetic
    members["arithmetic"] = .string(arithmetic)
    if let data = trial.result?.digests.data ?? provenance?.digests.data {
      members["data digest"] = .string(String(data.prefix(12)))
    }
    form = .object(members)
  }
}
