/// Where a run diverged, in words.
enum DivergenceText {
  static func text(_ divergence: RunResult.Divergence) -> String {
    "at step \(NumberText.grouped(divergence.step)): \(divergence.tensor) isn't finite"
      + (divergence.operation.map { ", first seen in \($0)" } ?? "")
  }
}
