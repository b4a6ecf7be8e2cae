internal import Kernels

extension Graph {
  /// The graph with an algorithm picked for each convolution, by its shape alone.
  func pickingAlgorithms() -> Graph {
    rewritten { graph, node, operands in
      switch node.operation {
      case .convolution(let geometry):
        graph.winograd(.forward, geometry, node, operands)
      case .convolutionInput(let geometry):
        graph.winograd(.transposed, geometry, node, operands)
      case .convolutionFilter(let geometry):
        geometry.winogradWeightGradient.map {
          graph.add(
            .winogradWeightGradient($0), operands, shape: node.shape, order: node.order)
        }
      case .add:
        graph.sumOfWeightGradients(node, operands)
      default:
        nil
      }
    }
  }

  /// A convolution by Winograd's algorithm; filters are transformed once for all, or on the way.
  private mutating func winograd(
    _ direction: ConvolutionDirection, _ geometry: ConvolutionGeometry, _ node: Node,
    _ operands: [Value]
  ) -> Value? {
    guard let winograd = geometry.winograd else { return nil }
    if winograd.streamsFilter {
      return add(
        .winogradStreamedProduct(winograd, direction), operands, shape: node.shape,
        order: node.order)
    }
    let filter = add(
      .winogradFilter(winograd, direction), [operands[1]], shape: [winograd.filterFloats],
      order: .filter)
    return add(
      .winogradProduct(winograd, direction), [operands[0], filter], shape: node.shape,
      order: node.order)
  }

  /// The sum of two gradients of one filter is that of both batches.
  private mutating func sumOfWeightGradients(_ node: Node, _ operands: [Value]) -> Value? {
    let (first, second) = (self.node(operands[0]), self.node(operands[1]))
    guard case .winogradWeightGradient = first.operation, first.operation == second.operation
    else { return nil }
    return add(
      first.operation, first.operands + second.operands, shape: node.shape, order: node.order)
  }
}
