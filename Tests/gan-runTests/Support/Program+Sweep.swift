import Foundation
import Testing

extension Program {
  /// Runs a spec's sweep, and gives its trials' ids in order.
  ///
  /// `without` is the number of trials, the last ones, that are taken out again.
  @discardableResult func sweep(
    _ spec: String, runs: String = "runs", options: [String] = [], without: Int = 0
  ) throws -> [String] {
    let done = try start([spec, "--runs", runs, "--quiet"] + options).wait()
    // A trial may diverge.
    #expect([0, 1].contains(done.status), "\(done.errors)")
    let plan = try run("plan", spec, "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(plan.output.utf8))
    let trials = try #require((object as? [String: Any])?["trials"] as? [[String: Any]])
    let ids = try trials.map { try #require($0["id"] as? String) }
    for id in ids.suffix(without) { try folder.remove("\(runs)/tiny/\(id)") }
    return ids
  }
}
