extension Sequence<Int> {
  /// The product, or nil where it is beyond an integer: sizes come from users.
  var product: Int? {
    var product = 1
    for size in self {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      product = next
    }
    return product
  }
}
