/// Measures steps: since the last line of the log, and smoothed for people.
struct StepWatch {
  private let imagesPerStep: Int
  private var last = ContinuousClock.now
  private var steps = 0
  private var seconds = 0.0
  private var dataWait = 0.0
  private var smoothed: Double?

  init(imagesPerStep: Int) {
    self.imagesPerStep = imagesPerStep
  }

  /// Begins a step, so that what happened since the last one isn't counted.
  mutating func begin() {
    last = .now
  }

  /// Ends a step.
  mutating func end(dataWait: Double) {
    let duration = (ContinuousClock.now - last) / .seconds(1)
    steps += 1
    seconds += duration
    self.dataWait += dataWait
    smoothed = smoothed.map { $0 + (duration - $0) * 0.1 } ?? duration
  }

  /// The pace of the last dozen steps or so.
  func pace(stepsLeft: Int) -> Pace {
    let step = max(smoothed ?? 0, 1e-9)
    return Pace(
      secondsPerStep: step, imagesPerSecond: Double(imagesPerStep) / step,
      secondsLeft: step * Double(stepsLeft))
  }

  /// The line for the steps since the line before.
  mutating func line(step: Int) -> TimingLine {
    let mean = max(seconds / Double(max(steps, 1)), 1e-9)
    let line = TimingLine(
      step: step, secondsPerStep: mean, imagesPerSecond: Double(imagesPerStep) / mean,
      dataWait: dataWait / Double(max(steps, 1)))
    (steps, seconds, dataWait) = (0, 0, 0)
    return line
  }
}
