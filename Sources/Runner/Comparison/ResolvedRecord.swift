import ModelSpec

/// A run's `resolved.yaml` as data.
struct ResolvedRecord: Sendable {
  /// Its members, each network's layers by their places.
  let members: [String: JSONValue]

  /// Reads the spec that a run was trained by.
  ///
  /// - Throws: `SpecError` where it is no YAML, `RunError` where it is no spec.
  init(reading folder: RunFolder) throws {
    let text = String(decoding: try WholeFile.read(folder.resolved), as: UTF8.self)
    let value = try JSONValue(yaml: text, path: folder.resolved)
    guard case .object(var members) = value, members["seed"]?.seed != nil,
      case .string = members["name"]
    else { throw RunError.damagedRecord(path: folder.resolved) }
    for network in ["generator", "discriminator"] {
      guard case .array(let layers)? = members[network] else { continue }
      members[network] = .object(
        Dictionary(
          layers.enumerated().map { index, layer in
            (layer["at"]?.canonical ?? "\(index)", layer)
          }
        ) { first, _ in first })
    }
    self.members = members
  }

  /// The seed.
  var seed: UInt64 { members["seed"]?.seed ?? 0 }

  /// The spec's name.
  var name: String { members["name"]?.plain ?? "" }

  /// What changes a weight, the data's place aside: its digest stands for it.
  var essence: [String: JSONValue] {
    var members = members
    for key in ["name", "description", "tags", "samples", "checkpoints", "log", "evaluate"] {
      members[key] = nil
    }
    if case .object(var data)? = members["data"] {
      data["path"] = nil
      members["data"] = .object(data)
    }
    return members
  }
}
