import Metrics

/// What a comparison needs of a run's `metrics.jsonl`.
struct MeasuredLog {
  /// An evaluation.
  struct Evaluated {
    let step: Int
    let values: [String: Float]
    let made: [String: Evaluation.Method]
  }

  /// The means of the losses, and of what else training logs, over the last quarter of the steps.
  private(set) var means: [String: Double] = [:]
  /// The evaluations in order.
  private(set) var evaluations: [Evaluated] = []

  /// Whether a step is in the last quarter.
  static func isLate(_ step: Int, of steps: Int) -> Bool {
    step > steps - steps / 4 - (steps % 4 > 0 ? 1 : 0)
  }

  /// Reads the log of a run that did so many steps.
  init(reading folder: RunFolder, lastQuarterOf steps: Int) throws(RunError) {
    var scanner = LogScanner(try WholeFile.read(folder.metrics))
    var sums = NamedSums()
    var methods: [ArraySlice<UInt8>: [String: Evaluation.Method]] = [:]
    var members: [(name: LogScanner.Part, value: LogScanner.Part)] = []
    while true {
      members.removeAll(keepingCapacity: true)
      var (step, made, values) = (
        LogScanner.Part?.none, LogScanner.Part?.none, LogScanner.Part?.none
      )
      let isThere = scanner.line { name, value in
        members.append((name, value))
      }
      guard let isThere else { throw .damagedRecord(path: folder.metrics) }
      guard isThere else { break }
      for (name, value) in members {
        if scanner.equals(name, "step") {
          step = value
        } else if scanner.equals(name, "made") {
          made = value
        } else if scanner.equals(name, "values") {
          values = value
        }
      }
      guard let step = step.flatMap(scanner.count) else {
        throw .damagedRecord(path: folder.metrics)
      }
      if let made, let values {
        let text = scanner.text[made]
        if methods[text] == nil {
          methods[text] = JSONText.decode(Array(text), as: [String: Evaluation.Method].self)
        }
        var numbers: [String: Float] = [:]
        let isObject = scanner.members(of: values) { name, value in
          numbers[scanner.name(name)] = scanner.number(value)
        }
        guard isObject, let made = methods[text] else {
          throw .damagedRecord(path: folder.metrics)
        }
        evaluations.append(Evaluated(step: step, values: numbers, made: made))
      } else if Self.isLate(step, of: steps) {
        for (name, value) in members {
          if let number = scanner.number(value), number.isFinite {
            sums.add(Double(number), to: scanner.text[name])
          }
        }
      }
    }
    means = sums.means
  }
}

/// Sums of values by their names, for lines that have the same names in the same order.
private struct NamedSums {
  private var entries: [(name: ArraySlice<UInt8>, sum: Double, count: Int)] = []
  private var next = 0

  mutating func add(_ value: Double, to name: ArraySlice<UInt8>) {
    if next >= entries.count || entries[next].name != name {
      next = entries.firstIndex { $0.name == name } ?? entries.count
    }
    if next == entries.count { entries.append((name, 0, 0)) }
    entries[next].sum += value
    entries[next].count += 1
    next = (next + 1) % entries.count
  }

  var means: [String: Double] {
    var means: [String: Double] = [:]
    for (name, sum, count) in entries {
      means[String(decoding: name, as: UTF8.self)] = sum / Double(count)
    }
    return means
  }
}
