import Glibc
import ModelSpec

extension StudyDrawing.Axis {
  /// The most values that are marked one by one.
  private static let mostTicks = 7

  /// Lays values out: numbers as such, or by their logarithm where they are powers apart.
  init(_ name: String, _ values: [JSONValue?]) {
    let given = values.compactMap { $0 }
    let numbers = given.compactMap(\.plottable)
    if numbers.count == given.count, let low = numbers.min(), let high = numbers.max(), low < high {
      self.init(name, numbers: values.map { $0?.plottable }, from: low, to: high)
    } else {
      self.init(name, texts: values.map { $0?.label })
    }
  }

  private init(_ name: String, numbers: [Double?], from low: Double, to high: Double) {
    let isWide = low > 0 && high / low >= 50
    func place(_ number: Double) -> Double {
      isWide ? log(number / low) / log(high / low) : (number - low) / (high - low)
    }
    let each = Set(numbers.compactMap { $0 }).sorted()
    let marked =
      each.count <= Self.mostTicks ? each : isWide ? [low, high] : Sketch.ticks(low, high)
    self.name = name
    places = numbers.map { $0.map(place) }
    ticks = marked.map { .init(place: place($0), text: ReportNumber.short($0)) }
  }

  private init(_ name: String, texts: [String?]) {
    var places: [String: Double] = [:]
    var order: [String] = []
    for case let text? in texts where places.updateValue(0, forKey: text) == nil {
      order.append(text)
    }
    for (index, text) in order.enumerated() {
      places[text] = order.count > 1 ? Double(index) / Double(order.count - 1) : 0.5
    }
    self.name = name
    self.places = texts.map { $0.flatMap { places[$0] } }
    ticks = order.map { .init(place: places[$0] ?? 0, text: $0) }
  }
}

extension JSONValue {
  /// The number that a plot has a place for.
  fileprivate var plottable: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number) where number.isFinite: number
    default: nil
    }
  }

  /// The value as a text of its own.
  fileprivate var label: String {
    switch self {
    case .string(let text): text
    case .null: "left out"
    default: canonical
    }
  }
}
