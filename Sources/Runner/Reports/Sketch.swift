import Glibc

/// A plot as lines and labels, for those who see the page without scripts.
struct Sketch {
  let lines: [Line]
  let across: [Label]
  let up: [Label]

  struct Line {
    let path: String
    let tone: String
    let isDashed: Bool
  }

  struct Label {
    let place: String
    let text: String
  }

  /// Where the plot lies in a picture of 480 x 220.
  private enum Frame {
    static let left = 52.0
    static let right = 468.0
    static let top = 10.0
    static let bottom = 192.0
  }

  /// Sketches curves, those of single seeds aside.
  init(_ plot: Drawings.Curves) {
    let curves = plot.curves.filter { $0.weight != .seed }.prefix(60)
    let values = curves.flatMap { $0.values.compactMap { $0 } }
    guard let low = values.min(), let high = values.max(), let first = plot.steps.first,
      let last = plot.steps.last
    else {
      (lines, across, up) = ([], [], [])
      return
    }
    func x(_ step: Double) -> Double {
      Frame.left + (step - Double(first)) / max(Double(last - first), 1)
        * (Frame.right - Frame.left)
    }
    let margin = high > low ? (high - low) * 0.05 : max(abs(high) * 0.1, 0.1)
    let (floor, ceiling) = (low - margin, high + margin)
    func y(_ value: Double) -> Double {
      Frame.bottom - (value - floor) / (ceiling - floor) * (Frame.bottom - Frame.top)
    }
    lines = curves.map { curve in
      var path = ""
      for (step, value) in zip(plot.steps, curve.values) {
        guard let value else { continue }
        path += "\(path.isEmpty ? "M" : "L")\(Self.text(x(Double(step)))) \(Self.text(y(value)))"
      }
      return Line(path: path, tone: curve.tone.name, isDashed: curve.tone.isDashed)
    }
    across = Self.ticks(Double(first), Double(last)).map {
      Label(place: Self.text(x($0)), text: NumberText.grouped(Int($0)))
    }
    up = Self.ticks(floor, ceiling).map {
      Label(place: Self.text(y($0)), text: ReportNumber.short($0))
    }
  }

  private static func text(_ place: Double) -> String { NumberText.fixed(place, 1) }

  /// Round numbers from one to another, five or fewer.
  static func ticks(_ low: Double, _ high: Double) -> [Double] {
    guard high > low else { return [low] }
    let rough = (high - low) / 5
    let power = pow(10, log10(rough).rounded(.down))
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
    let first = (low / step).rounded(.up)
    let count = Int((high / step).rounded(.down) - first)
    return (0...max(count, 0)).map { (first + Double($0)) * step }
  }
}
