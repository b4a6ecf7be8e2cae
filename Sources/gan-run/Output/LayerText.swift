import Runner

extension LayerMeasurement {
  /// A table of the launches, and one of their sums.
  var text: String {
    var table = Table(
      ("", .left), ("kernel", .left), ("ms", .right), ("GFLOP/s", .right), ("of peak", .right),
      ("GB/s", .right))
    func add(_ row: Row, title: String) {
      let rate = row.directOperations / max(row.seconds, 1e-9) * 1e-9
      let isProduct = row.directOperations > 0
      table.add(
        title, row.kernel, NumberText.fixed(row.seconds * 1e3, 3),
        isProduct ? NumberText.fixed(rate, 1) : "",
        isProduct ? "\(NumberText.fixed(rate / max(multiplyAddPeak, 1e-9) * 100, 0)) %" : "",
        NumberText.fixed(Double(row.bytes) / max(row.seconds, 1e-9) * 1e-9, 1))
    }
    for row in launches { add(row, title: row.scope) }
    for row in kernels + [total] {
      add(row, title: row.launches == 1 ? "1 launch" : "\(row.launches) launches")
    }
    let peak = NumberText.scaled(multiplyAddPeak * 1e9, unit: "FLOP/s")
    return """
      \(table.text)

        multiply-add peak \(peak), \(threads) threads, \(simd)
        GFLOP/s are those of the direct convolution, GB/s those of operands and results.
      """
  }
}
