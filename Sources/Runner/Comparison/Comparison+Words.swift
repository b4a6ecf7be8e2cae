import ModelSpec

extension Comparison {
  /// Compares what a user names: a sweep, or several runs.
  ///
  /// A sweep is named by its folder's path, its name, or the spec that it is of; a run as
  /// `RunLocator` finds it. A sweep beside other words stands for all its trials that were begun.
  public init(words: [String], runs: String, options: Options = Options()) throws {
    let named = try words.map { try Named($0, runs: runs) }
    if named.count == 1, case .sweep(let folder) = named[0] {
      try self.init(sweep: folder, options: options)
    } else {
      try self.init(runs: named.flatMap { try $0.folders }, options: options)
    }
  }

  /// What a word names.
  private enum Named {
    case run(RunFolder)
    case sweep(SweepFolder)

    init(_ word: String, runs: String) throws {
      if let sweep = SweepLocator.folder(word, runs: runs) {
        self = .sweep(sweep)
      } else if Folder.isFile(word) {
        let name = try Experiment(path: word).spec.name
        let sweep = SweepFolder(runs: runs, name: name)
        self =
          Folder.exists(sweep.lock) ? .sweep(sweep) : .run(try RunLocator.find(name, runs: runs))
      } else {
        self = .run(try RunLocator.find(word, runs: runs))
      }
    }

    var folders: [RunFolder] {
      get throws {
        switch self {
        case .run(let folder): [folder]
        case .sweep(let sweep):
          try SweepLock(reading: sweep)?.trials.map { sweep.run($0.id) }
            .filter { Folder.exists($0.provenance) } ?? []
        }
      }
    }
  }
}
