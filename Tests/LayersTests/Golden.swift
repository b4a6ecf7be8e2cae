import Foundation

/// What `Goldens/make.py` wrote.
struct Golden: Decodable {
  struct Layer: Decodable {
    let layer: String
    let inputShape: [Int]
    let input: [Float]
    let parameters: [String: [Float]]
    let outputShape: [Int]
    let output: [Double]
    let direction: [Float]
    let inputGradient: [Double]
    let parameterGradients: [String: [Double]]
    let statistics: [String: [Double]]
    let evaluated: [Double]
  }

  struct Losses: Decodable {
    let real: [Float]
    let fake: [Float]
    let bce: Double
    let nonSaturating: Double
    let saturating: Double
  }

  struct Adam: Decodable {
    let initial: [Float]
    let gradients: [[Float]]
    let values: [[Double]]
  }

  let layers: [Layer]
  let losses: Losses
  let adam: Adam
  let adamWithDecay: Adam

  static func load() throws -> Golden {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/layers.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Golden.self, from: Data(contentsOf: file))
  }

  /// The largest difference over the largest expected value.
  static func error(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let largest = expected.map(abs).max() ?? 0
    let difference = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
    return found.contains { $0.isNaN } ? .infinity : difference / max(largest, 1e-30)
  }
}
