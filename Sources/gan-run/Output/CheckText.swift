import ModelSpec
import Runner

/// The text of `check`.
struct CheckText {
  let report: CheckReport
  let path: String
  let measured: Measurement?

  var text: String {
    [title, table, totals].joined(separator: "\n")
  }

  private var title: String {
    "\(path): \(report.spec.name)"
  }

  private var table: String {
    var table = Table(
      ("", .left), ("", .right), ("layer", .left), ("output", .left), ("parameters", .right),
      ("FLOPs", .right))
    for network in Network.allCases {
      let layers = report.layers.filter { $0.network == network.rawValue }
      for (row, layer) in layers.enumerated() {
        table.add(
          row == 0 ? network.rawValue : "", "\(layer.index)",
          layer.kind + (layer.name.map { " (\($0))" } ?? ""),
          layer.output.map(String.init).joined(separator: " x "),
          layer.parameters == 0 ? "" : NumberText.grouped(layer.parameters),
          NumberText.scaled(Double(layer.flops), unit: ""))
      }
      let isGenerator = network == .generator
      table.add(
        "", "", "", "",
        NumberText.grouped(
          isGenerator ? report.totals.generatorParameters : report.totals.discriminatorParameters),
        NumberText.scaled(
          Double(isGenerator ? report.totals.generatorFlops : report.totals.discriminatorFlops),
          unit: ""))
    }
    return table.text
  }

  private var totals: String {
    let totals = report.totals
    var table = Table(("", .left), ("", .left))
    table.add("data", totals.images.map { "\(NumberText.grouped($0)) images" } ?? "missing")
    table.add("training", training)
    table.add("targets", targets)
    table.add("a step", NumberText.scaled(Double(totals.flopsPerStep), unit: "FLOP"))
    table.add("memory", NumberText.bytes(totals.memoryBytes))
    if let measured {
      table.add("time", time(measured))
    }
    table.add("digest", report.digest)
    table.add("id", report.id ?? "unknown until the data is there")
    return table.text
  }

  private var training: String {
    let train = report.spec.train
    let batch = "batches of \(NumberText.grouped(train.batch))"
    let epoch = report.totals.stepsPerEpoch.map { ", \(NumberText.grouped($0)) an epoch" } ?? ""
    guard let steps = report.totals.steps else {
      return "\(batch); the number of steps hangs on the data"
    }
    return "\(NumberText.grouped(steps)) steps\(epoch), \(batch)"
  }

  private var targets: String {
    let loss = report.spec.loss
    func target(_ base: Double, _ sign: Double, _ smoothing: Smoothing) -> String {
      switch smoothing {
      case .fixed(let amount): "\(base - sign * amount)"
      case .drawn(let low, let high):
        "\(min(base - sign * low, base - sign * high)) to \(max(base - sign * low, base - sign * high))"
      }
    }
    return
      "D on real \(target(1, 1, loss.smoothReal)), D on fake \(target(0, -1, loss.smoothFake)), "
      + "G \(target(1, 1, loss.smoothGenerator))"
  }

  private func time(_ measured: Measurement) -> String {
    let step = "\(NumberText.fixed(measured.secondsMedian, 3)) s a step"
    guard let steps = report.totals.steps else { return step }
    let all = NumberText.duration(measured.secondsMedian * Double(steps))
    let aside = report.spec.evaluate.metrics.isEmpty ? "" : ", evaluations aside"
    return "\(step), about \(all) in all\(aside)"
  }
}
