import Engine
import Runner
import Testing

@Suite struct WeightsDigestTests {
  let state = [
    "generator/1.running_mean": Tensor(shape: [3], values: [-0.0, Float("1e-40") ?? 0, 3]),
    "generator/0.weight": Tensor(shape: [2, 3, 2, 2], values: (0..<24).map { Float($0) / 7 }),
    "generator/10.weight": Tensor(shape: [1], values: [5]),
    "discriminator/0.bias": Tensor(shape: [], values: [2.5]),
  ]

  @Test func isWhatItsDefinitionGives() throws {
    let expected = String(decoding: try WholeFile.read(golden("weights.txt")), as: UTF8.self)
    #expect(WeightsDigest.hex(state) + "\n" == expected)
  }

  @Test func coversTheNetworksAlone() {
    var more = state
    more["optimizer/generator/0.weight/exp_avg"] = Tensor(shape: [1], values: [1])
    more["generator/1.num_batches_tracked"] = Tensor(shape: [], values: [1])
    #expect(WeightsDigest.hex(more) == WeightsDigest.hex(state))
    more["generator/1.running_var"] = Tensor(shape: [1], values: [1])
    #expect(WeightsDigest.hex(more) != WeightsDigest.hex(state))
  }

  @Test func allNaNsAreOne() {
    let one = [
      "generator/0.weight": Tensor(shape: [2], values: [Float(nan: 1, signaling: false), 0])
    ]
    let other = ["generator/0.weight": Tensor(shape: [2], values: [-.nan, 0])]
    #expect(WeightsDigest.hex(one) == WeightsDigest.hex(other))
    let finite = ["generator/0.weight": Tensor(shape: [2], values: [0, 0])]
    #expect(WeightsDigest.hex(one) != WeightsDigest.hex(finite))
  }
}
