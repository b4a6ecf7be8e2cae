public import ModelSpec

/// Why a spec's images cannot be measured as it asks.
public enum MetricProblem: Error, Equatable {
  /// The metric looks at pieces of an image that are larger than the whole.
  case tooSmall(metric: String, side: Int, height: Int, width: Int)
  /// So many images, or pieces of them, would take more memory than is sensible.
  case tooLarge(metric: String, bytes: Int, limit: Int)
}

extension MetricProblem: Problem {
  /// What is wrong, in one line.
  public var message: String {
    switch self {
    case .tooSmall(let metric, let side, let height, let width):
      "\(metric) looks at squares of \(side)x\(side), but the images are \(height)x\(width)"
    case .tooLarge(let metric, let bytes, let limit):
      "\(metric) would take \(bytes >> 20) MiB of memory; \(limit >> 20) MiB are allowed"
    }
  }

  /// What would be right.
  public var help: String? {
    switch self {
    case .tooSmall(let metric, let side, _, _):
      "a data.size of \(side) or more, or leave \(metric) out"
    case .tooLarge:
      "fewer evaluate.samples take less"
    }
  }
}
