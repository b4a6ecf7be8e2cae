import Crypto

extension Spec {
  /// The spec with everything written out: no `extends`, expression, condition or loop is left.
  ///
  /// A relative `data.path` is made relative to `folder`, which is where the file is to stand;
  /// without one it is as this process opens it.
  public func resolved(catalogue: Catalogue, relativeTo folder: String? = nil) -> JSONValue {
    ResolvedForm(spec: self, catalogue: catalogue).whole(relativeTo: folder)
  }

  /// The SHA-256 of what determines the weights, in hexadecimal digits.
  ///
  /// How something is spelt, and what doesn't change a weight, change nothing.
  public func digest(catalogue: Catalogue) -> String {
    SHA256.hash(data: Array(digested(catalogue: catalogue).canonical.utf8)).hexadecimal
  }

  /// The SHA-256 of what determines the weights and sample grids after each step, but not how many
  /// steps there are: of two specs with the same one, the shorter training is the longer's beginning.
  public func beginningDigest(catalogue: Catalogue) -> String {
    let form = ResolvedForm(spec: self, catalogue: catalogue).beginning
    return SHA256.hash(data: Array(form.canonical.utf8)).hexadecimal
  }

  /// The resolved form without defaults and without what changes no weight.
  package func digested(catalogue: Catalogue) -> JSONValue {
    ResolvedForm(spec: self, catalogue: catalogue).essence
  }
}
