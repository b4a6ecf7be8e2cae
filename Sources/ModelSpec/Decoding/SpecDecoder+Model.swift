extension SpecDecoder {
  /// The lengths that `model` must name.
  struct ModelSizes {
    var nz: Int
    var nc: Int
  }

  /// Evaluates the names under `model`, each from those before it.
  func model(_ entry: Entry) -> ModelSizes? {
    guard let entries = entry.value.entries else {
      return wrong(entry, .mapping)
    }
    names = ModelNames(later: entries.map(\.key))
    var nz: Int?
    var nc: Int?
    for field in entries {
      switch field.key {
      case "nz":
        nz = integer(field, in: .sizes)
        names.define("nz", nz.map { .integer($0) })
      case "nc":
        nc = channels(field)
        names.define("nc", nc.map { .integer($0) })
      default:
        names.define(field.key, isUsable(field) ? evaluate(field, for: .modelValue) : nil)
      }
    }
    let missing = ["nz", "nc"].filter { entry.value.entry($0) == nil }
    if !missing.isEmpty {
      log.error(at: entry.value.removal ?? entry.keyMark, .missingKeys(missing, in: .key("model")))
      // What they would have been is one mistake, however often they are used.
      for name in missing { names.define(name, nil) }
    }
    guard let nz, let nc else { return nil }
    return ModelSizes(nz: nz, nc: nc)
  }

  private func channels(_ field: Entry) -> Int? {
    guard let value = evaluate(field, for: .oneOrThree) else { return nil }
    guard case .integer(let channels) = value, channels == 1 || channels == 3 else {
      return wrong(field, .oneOrThree, value)
    }
    return channels
  }

  private func isUsable(_ field: Entry) -> Bool {
    let isReserved = Expression.reserved.contains(field.key)
    guard Expression.isName(field.key), !isReserved else {
      log.error(at: field.keyMark, .badModelName(field.key, reserved: isReserved))
      return false
    }
    return true
  }
}
