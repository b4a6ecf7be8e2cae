/// The steps after which the weights' digest is recorded.
enum DigestSchedule {
  /// Whether a step is 1, 2 or 5 times a power of ten.
  static func contains(_ step: Int) -> Bool {
    var step = step
    while step > 0 && step % 10 == 0 { step /= 10 }
    return step == 1 || step == 2 || step == 5
  }
}
