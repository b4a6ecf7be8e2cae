import Layers
import ModelSpec
import Testing

@Suite struct InitializerTests {
  /// The values of a scheme as a spec would write it, for a parameter of a shape.
  private func start(_ scheme: String, _ shape: [Int], name: String = "weight") throws -> [Double] {
    let text = """
      schema: 1
      model: {nz: 1, nc: 1}
      data: {synthetic: shapes, size: 8}
      generator:
        - {linear: 3, init: {weight: \(scheme)}}
      discriminator:
        - flatten
      train: {batch: 1, steps: 1}
      """
    let options = try #require(try SpecText.read(text).generator[0].initializers["weight"])
    return LayerProbe.start(options, name: name, shape: shape, seed: 4).map(Double.init)
  }

  private func deviation(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  /// Standard deviations by torch.nn.init's documentation: fan in 32 * 9, fan out 64 * 9.
  @Test(arguments: [
    ("xavier_normal", 0.0481125), ("xavier_uniform", 0.0481125),
    ("{xavier_normal: {gain: 2}}", 0.096225), ("kaiming_normal", 0.0833333),
    ("kaiming_uniform", 0.0833333), ("{kaiming_normal: {mode: fan_out}}", 0.0589256),
    ("{kaiming_normal: {a: 1}}", 0.0589256),
    ("{kaiming_uniform: {nonlinearity: linear}}", 0.0589256),
    ("{kaiming_normal: {nonlinearity: tanh}}", 0.0982093), ("{normal: {std: 0.02}}", 0.02),
    ("{uniform: {a: -1, b: 1}}", 0.5773503), ("default", 0.0340207),
  ]) func deviationsAreTorchs(scheme: String, expected: Double) throws {
    let values = try start(scheme, [64, 32, 3, 3])
    #expect(abs(deviation(values) / expected - 1) < 0.02)
    #expect(abs(values.reduce(0, +) / Double(values.count)) < 0.03 * expected)
  }

  @Test func uniformSchemesAreBounded() throws {
    let bound = 1 / (32.0 * 9).squareRoot()
    let values = try start("default", [64, 32, 3, 3])
    #expect(values.allSatisfy { abs($0) <= bound * 1.000001 })
    #expect(values.contains { $0 > 0.99 * bound } && values.contains { $0 < -0.99 * bound })
  }

  @Test func constantsAreConstant() throws {
    #expect(try start("0.25", [3, 2]) == [Double](repeating: 0.25, count: 6))
  }

  @Test(arguments: [[6, 20], [20, 6], [4, 3, 2, 2]]) func orthogonalIsOrthogonal(
    shape: [Int]
  ) throws {
    let values = try start("{orthogonal: {gain: 3}}", shape)
    let rows = shape[0]
    let columns = values.count / rows
    func product(_ a: Int, _ b: Int) -> Double {
      rows <= columns
        ? (0..<columns).reduce(0) { $0 + values[a * columns + $1] * values[b * columns + $1] }
        : (0..<rows).reduce(0) { $0 + values[$1 * columns + a] * values[$1 * columns + b] }
    }
    for a in 0..<min(rows, columns) {
      for b in 0..<min(rows, columns) {
        #expect(abs(product(a, b) - (a == b ? 9 : 0)) < 1e-5)
      }
    }
  }
}
