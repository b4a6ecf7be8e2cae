/// Guesses what was meant by a misspelt word.
package enum Spelling {
  /// The word that was most likely meant, if one is near enough.
  package static func suggestion(for word: String, among known: [String]) -> String? {
    let plain = normalized(word)
    if let same = known.first(where: { normalized($0) == plain }) { return same }
    if let habit = habits[plain], known.contains(habit) { return habit }
    guard !others.contains(plain) else { return nil }
    let near = known.enumerated().compactMap { index, candidate -> Ranked? in
      let other = normalized(candidate)
      let distance = distance(plain, other)
      let longer = max(plain.count, other.count)
      guard distance <= max(1, longer / 3), distance < longer else { return nil }
      return Ranked(
        word: candidate, distance: distance,
        prefix: zip(plain, other).prefix { $0 == $1 }.count, index: index)
    }
    return near.min()?.word ?? completion(of: plain, among: known)
      ?? habits.keys.sorted().first { distance(plain, $0) == 1 && $0.count > 4 }
      .flatMap { habits[$0] }.flatMap { known.contains($0) ? $0 : nil }
  }

  private struct Ranked: Comparable {
    var word: String
    var distance: Int
    var prefix: Int
    var index: Int

    static func < (a: Self, b: Self) -> Bool {
      (a.distance, -a.prefix, a.index) < (b.distance, -b.prefix, b.index)
    }
  }

  /// The word that has this one in it, or the other way round, if there is only one.
  private static func completion(of plain: String, among known: [String]) -> String? {
    guard plain.count >= 3 else { return nil }
    let related = known.filter { candidate in
      let other = normalized(candidate)
      return other.contains(plain) || (other.count >= 3 && plain.contains(other))
    }
    let begun = related.filter { normalized($0).hasPrefix(plain) }
    return begun.count == 1 ? begun.first : related.count == 1 ? related.first : nil
  }

  /// Case, hyphens and underscores are where spellings differ most and mean least.
  private static func normalized(_ word: String) -> String {
    word.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
  }

  /// What people are used to from elsewhere.
  private static let habits = [
    "learningrate": "lr", "batchsize": "batch", "kernelsize": "kernel", "outchannels": "out",
    "outfeatures": "out", "filters": "out", "channels": "out", "features": "out", "units": "out",
    "negativeslope": "slope", "alpha": "slope", "iterations": "steps", "iters": "steps",
    "conv2d": "conv", "deconv": "conv_transpose", "batchnorm2d": "batch_norm",
    "batchnorm1d": "batch_norm", "bn": "batch_norm", "lrelu": "leaky_relu", "dense": "linear",
    "fc": "linear", "view": "reshape", "unflatten": "reshape", "resolution": "size",
    "zdim": "nz", "latentdim": "nz", "gaussian": "normal", "zeros": "constant",
    "ones": "constant", "glorotnormal": "xavier_normal", "glorotuniform": "xavier_uniform",
    "henormal": "kaiming_normal", "heuniform": "kaiming_uniform", "beta1": "betas",
    "beta2": "betas", "probability": "p", "rate": "p", "prob": "p", "epsilon": "eps",
    "transposedconv": "conv_transpose", "convt": "conv_transpose",
    "convt2d": "conv_transpose", "criticsteps": "discriminator_steps",
    "ncritic": "discriminator_steps", "ndis": "discriminator_steps",
    "dsteps": "discriminator_steps", "stddev": "std", "sigma": "std", "mu": "mean",
    "wd": "weight_decay", "optim": "optimizer", "if": "when", "hflip": "flip", "mirror": "flip",
  ]

  /// What is near to a known word and yet no misspelling of it.
  private static let others: Set<String> = [
    "elu", "selu", "celu", "gelu", "prelu", "rrelu", "glu", "silu", "mish",
  ]

  /// The Damerau-Levenshtein distance: letters put in, left out, replaced, or two swapped.
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars.prefix(64))
    let b = Array(b.unicodeScalars.prefix(64))
    let far = a.count + b.count
    var table = [[Int]](
      repeating: [Int](repeating: far, count: b.count + 2), count: a.count + 2)
    for i in 0...a.count { table[i + 1][1] = i }
    for j in 0...b.count { table[1][j + 1] = j }
    var lastRow: [Unicode.Scalar: Int] = [:]
    for i in 0..<a.count {
      var lastColumn = 0
      for j in 0..<b.count {
        let row = lastRow[b[j], default: 0]
        let column = lastColumn
        let cost = a[i] == b[j] ? 0 : 1
        if cost == 0 { lastColumn = j + 1 }
        let swapped = table[row][column] + (i - row) + 1 + (j - column)
        table[i + 2][j + 2] = min(
          table[i + 1][j + 1] + cost, table[i + 2][j + 1] + 1, table[i + 1][j + 2] + 1, swapped)
      }
      lastRow[a[i]] = i + 1
    }
    return table[a.count + 1][b.count + 1]
  }
}
