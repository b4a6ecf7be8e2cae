/// A mistake that a spec has in some of its configurations only.
struct ConfigurationProblem: Problem {
  /// The mistake.
  let problem: any Problem
  /// Where it shows, if that isn't where it is reported.
  let place: String?
  /// The first configuration that has it.
  let configuration: String
  /// How many more have it.
  let others: Int

  var message: String {
    let more = others == 0 ? "" : " and \(others) more"
    let before = place.map { "\($0), " } ?? ""
    let name = Wording.clipped(configuration, to: 160)
    return "\(problem.message) (\(before)in configuration `\(name)`\(more))"
  }

  var help: String? { problem.help }
}
