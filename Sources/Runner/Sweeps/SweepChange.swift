/// What a spec says of its sweep that the sweep's lock doesn't say.
public struct SweepChange: Hashable, Sendable {
  /// The names of trials that the lock doesn't have.
  public let new: [String]
  /// The names of trials that only the lock has.
  public let gone: [String]
  /// How many trials are in both.
  public let kept: Int
  /// Whether trials are cut short in another way.
  public let isScheduledOtherwise: Bool

  /// What two sweeps differ in; nil where they are one.
  init?(from old: SweepLock, to new: SweepLock) {
    let (before, after) = (Set(old.trials.map(\.id)), Set(new.trials.map(\.id)))
    self.new = new.trials.filter { !before.contains($0.id) }.map(\.title)
    gone = old.trials.filter { !after.contains($0.id) }.map(\.title)
    kept = after.intersection(before).count
    isScheduledOtherwise = old.scheduler != new.scheduler
    if self.new.isEmpty, gone.isEmpty, !isScheduledOtherwise { return nil }
  }

  /// The change in one line.
  var words: String {
    var parts = [
      Self.list(new, "new"), Self.list(gone, "gone"), "\(kept) kept",
    ].compactMap { $0 }
    if isScheduledOtherwise { parts.append("another scheduler") }
    return parts.joined(separator: "; ")
  }

  private static func list(_ names: [String], _ word: String) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(3).joined(separator: " | ")
    return "\(names.count) \(word) (\(shown)\(names.count > 3 ? " | …" : ""))"
  }
}

extension SweepLock.Trial {
  /// The name with the seed, which tells it from all others.
  public var title: String { "\(name), seed \(seed)" }
}
