/// The text of a step of training.
package struct ProgressLine {
  let name: String
  package let step: Int
  package let total: Int
  let scalars: StepScalars
  let pace: Pace

  package init(name: String, step: Int, total: Int, scalars: StepScalars, pace: Pace) {
    self.name = name
    self.step = step
    self.total = total
    self.scalars = scalars
    self.pace = pace
  }

  /// One line with a bar, for a terminal so wide; what doesn't fit is left out from the end.
  package func bar(columns: Int) -> String {
    let counter = "\(step)/\(total)"
    var parts = [
      "\(name) \(counter)",
      "D \(number(scalars.discriminatorLoss, 3))  G \(number(scalars.generatorLoss, 3))",
      "D(x) \(number(scalars.real, 2))  D(G(z)) \(number(scalars.fake, 2))",
      "\(rate) images/s",
      "\(NumberText.duration(pace.secondsLeft)) left",
    ]
    // The last column stays empty: some terminals wrap when it is written.
    let room = columns - 1
    while parts.count > 1 && parts.joined(separator: "  ").count > room { parts.removeLast() }
    let text = parts.joined(separator: "  ")
    let barRoom = min(room - text.count - 3, 40)
    guard barRoom >= 5 else { return String(text.prefix(max(room, 0))) }
    let full = total == 0 ? barRoom : barRoom * step / total
    return "[" + String(repeating: "#", count: full)
      + String(repeating: "-", count: barRoom - full) + "] " + text
  }

  /// One line for a terminal while a generator is evaluated.
  package static func evaluating(name: String, step: Int, total: Int) -> String {
    "\(name) \(step)/\(total)  evaluating …"
  }

  /// One line for a log.
  package var plain: String {
    "step \(step)/\(total)"
      + "  loss D \(number(scalars.discriminatorLoss, 4)) G \(number(scalars.generatorLoss, 4))"
      + "  D(x) \(number(scalars.real, 3)) D(G(z)) \(number(scalars.fake, 3))"
      + "  \(rate) images/s  \(NumberText.duration(pace.secondsLeft)) left"
  }

  private var rate: String {
    NumberText.fixed(pace.imagesPerSecond, pace.imagesPerSecond < 10 ? 1 : 0)
  }

  private func number(_ value: Float, _ digits: Int) -> String {
    NumberText.fixed(Double(value), digits)
  }
}
