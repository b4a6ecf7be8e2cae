extension SpecProblem {
  var message: String { "\(self)" }
  var help: String? { nil }
}
