internal import ModelSpec
internal import Random

/// Orthonormal rows (or columns, where those are fewer) times a gain, as
/// `torch.nn.init.orthogonal_`.
///
/// Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
/// linear neural networks" (2013). Normal vectors are made orthonormal one after the other.
struct OrthogonalInitializer: Initializer {
  static let declaration = KindDeclaration(
    "orthogonal", summary: "Orthonormal rows or columns", torchName: "init.orthogonal_",
    options: [
      OptionDeclaration("gain", .real(.positive), default: .real(1), summary: "a factor")
    ])
  static let needsMatrix = true

  private let gain: Double

  init(_ options: KindInstance) { gain = options.real("gain") }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    let rows = parameter.shape.first ?? 1
    let columns = parameter.count / max(rows, 1)
    let vectors = min(rows, columns)
    let length = max(rows, columns)
    let normal = drawn(.normal(mean: 0, std: 1), parameter, stream, threads)
    var basis: [[Double]] = []
    for vector in 0..<vectors {
      var candidate = (0..<length).map { Double(normal[vector * length + $0]) }
      // Twice is enough for orthogonality to the last bits (Kahan and Parlett).
      for _ in 0..<2 {
        for other in basis {
          var product = 0.0
          for index in 0..<length { product += candidate[index] * other[index] }
          for index in 0..<length { candidate[index] -= product * other[index] }
        }
      }
      var square = 0.0
      for value in candidate { square += value * value }
      let factor = 1 / square.squareRoot()
      basis.append(candidate.map { $0 * factor })
    }
    return (0..<rows * columns).map { index in
      let row = index / columns
      let column = index % columns
      return Float(gain * (rows <= columns ? basis[row][column] : basis[column][row]))
    }
  }
}
