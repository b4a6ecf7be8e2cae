/// A page about a run, a sweep or an ablation.
public enum Report {
  /// What a page is about.
  public enum Subject: Hashable, Sendable {
    /// A run.
    case run(RunFolder)
    /// A sweep or an ablation with its trials.
    case sweep(SweepFolder)

    /// Finds a sweep by its path, name or spec, or else a run by what a user calls it.
    public static func find(_ word: String, runs: String) throws(RunError) -> Subject {
      let word = RunLocator.nameOfSpec(word) ?? word
      if let sweep = SweepLocator.folder(word, runs: runs) { return .sweep(sweep) }
      return .run(try RunLocator.find(word, runs: runs))
    }
  }

  /// The bytes of the page: HTML that needs no network.
  public static func html(_ subject: Subject) throws -> [UInt8] {
    let model =
      switch subject {
      case .run(let folder): try RunReport(folder).model
      case .sweep(let folder): try SweepReport(folder).model
      }
    return try ReportPage(model).html()
  }
}
