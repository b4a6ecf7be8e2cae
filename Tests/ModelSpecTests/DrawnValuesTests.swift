import ModelSpec
import Testing

/// Values of `random`, as Goldens/draws.py draws them in plain Python.
struct DrawnValuesTests {
  static let drawn: [(path: String, distribution: String, values: [Double])] = [
    (
      "loss.label_smoothing.real", "uniform: [0, 0.3]",
      [0.243537, 0.249966, 0.174292, 0.178062, 0.144126, 0.253326]
    ),
    (
      "optimizer.adam.lr", "log_uniform: [1e-5, 1e-3]",
      [1.02923e-05, 0.000345168, 0.000224228, 4.19443e-05, 0.000962786, 0.000255994]
    ),
    ("model.ngf", "int: [2, 9]", [9, 9, 9, 2, 6, 3]),
    ("train.batch", "choice: [2, 4, 8]", [4, 8, 8, 4, 4, 2]),
    (
      "init.conv.normal.mean", "normal: {mean: 0.5, std: 0.25}",
      [0.667615, 0.202513, 0.445958, 0.518972, 0.435522, 0.63413]
    ),
  ]

  private static func values(
    _ over: [(path: String, distribution: String)], count: Int, seed: Int = 7
  ) throws -> [String: [Double]] {
    let entries = over.map { "\($0.path): {\($0.distribution)}" }.joined(separator: ", ")
    let expansion = try SpecFixture.expand(
      "sweep: {random: {count: \(count), seed: \(seed), over: {\(entries)}}}")
    var values: [String: [Double]] = [:]
    for change in expansion.configurations.flatMap(\.changes) {
      switch change.value {
      case .integer(let value): values[change.path, default: []].append(Double(value))
      case .number(let value): values[change.path, default: []].append(value)
      default: Issue.record("no number")
      }
    }
    return values
  }

  @Test(arguments: drawn)
  func areThoseOfPython(path: String, distribution: String, expected: [Double]) throws {
    #expect(try Self.values([(path, distribution)], count: 6)[path] == expected)
  }

  @Test func neitherMoreOfThemNorOtherPathsDrawThemAgain() throws {
    let all = try Self.values(Self.drawn.map { ($0.path, $0.distribution) }, count: 40)
    for (path, _, expected) in Self.drawn {
      #expect(all[path]?.count == 40)
      #expect(all[path]?.prefix(6).elementsEqual(expected) == true)
    }
    let others = try Self.values([("model.ngf", "int: [2, 9]")], count: 6, seed: 8)
    #expect(others["model.ngf"] != Self.drawn[2].values)
  }

  @Test func staysWithinItsEnds() throws {
    let values = try Self.values(
      [("model.ngf", "int: [3, 5]"), ("optimizer.adam.eps", "uniform: [0.1234567, 0.1234568]")],
      count: 200)
    #expect(Set(values["model.ngf"] ?? []) == [3, 4, 5])
    let narrow = 0.1234567...0.1234568
    #expect(values["optimizer.adam.eps"]?.allSatisfy(narrow.contains) == true)
  }

  @Test func aConfigurationTrainsWhatItsRecordSays() throws {
    let expansion = try SpecFixture.expand(
      "sweep: {random: {count: 3, over: {optimizer.adam.lr: {log_uniform: [1e-8, 1e-3]}}}}")
    for configuration in expansion.configurations {
      let rate = configuration.spec.generatorOptimizer.real("lr")
      #expect(configuration.changes[0].value == .number(rate))
    }
  }
}
