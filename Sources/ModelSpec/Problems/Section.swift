/// A place that has keys, as messages call it.
enum Section: Sendable, Hashable {
  case root
  case key(String)
  case kind(String)
  case layerItem
  case repetition
  case initializers
}

/// What a kind is a kind of.
enum Family: Sendable, Hashable {
  case layer
  case initializer
  case optimizer
  case loss
  case syntheticSource
  case distribution
  case scheduler
  case metric
}

extension Section {
  var subject: String {
    switch self {
    case .root: "the spec"
    case .key(let key): "`\(key)`"
    case .kind(let kind): "`\(kind)`"
    case .layerItem: "the item"
    case .repetition: "`repeat`"
    case .initializers: "`init`"
    }
  }

  var inside: String {
    self == .root ? "" : " in \(subject)"
  }
}

extension Family {
  var words: String {
    switch self {
    case .layer: "layer"
    case .initializer: "initialiser"
    case .optimizer: "optimiser"
    case .loss: "loss"
    case .syntheticSource: "kind of synthetic images"
    case .distribution: "distribution"
    case .scheduler: "scheduler"
    case .metric: "metric"
    }
  }

  var article: String {
    self == .initializer || self == .optimizer ? "an" : "a"
  }
}
