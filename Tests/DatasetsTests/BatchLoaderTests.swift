import Datasets
import Engine
import Random
import Testing

@Suite struct BatchLoaderTests {
  private let data: Dataset

  init() throws {
    data = try Dataset.open(
      .synthetic("shapes", count: 23), target: target(6, 5), cache: nil)
  }

  @Test func valuesAreThePixelsInOrder() throws {
    let loader = try BatchLoader(data, batch: 4, seed: 9)
    let batch = loader.batch(0)
    #expect(batch.shape == [4, 3, 6, 5])
    #expect(batch.layout == .channelsLast)
    let order = Stream(seed: 9, name: "data/order").permutation(count: 23, step: 0)
    let expected = order.prefix(4).flatMap { data.image($0) }.map { Float($0) }
    for (value, byte) in zip(batch.values, expected) {
      #expect(abs(value - (byte / 127.5 - 1)) <= Float.ulpOfOne)
    }
    #expect(batch.values.count == expected.count)
    #expect(batch.values.max() == 1)
  }

  @Test func anEpochShowsEachImageOnceInANewOrder() throws {
    let loader = try BatchLoader(data, batch: 4, seed: 9)
    #expect(loader.batchesPerEpoch == 5)
    #expect(loader.stepsPerEpoch == 5)
    let epochs = (0..<3).map { epoch in
      (0..<5).flatMap { images(loader.batch(epoch * 5 + $0)) }
    }
    for (epoch, shown) in epochs.enumerated() {
      let order = Stream(seed: 9, name: "data/order").permutation(count: 23, step: UInt32(epoch))
      #expect(shown == order.prefix(20).map { data.image($0) })
    }
    #expect(epochs[0] != epochs[1])
  }

  @Test func stepsOfSeveralBatchesDropTheRest() throws {
    let loader = try BatchLoader(data, batch: 3, discriminatorSteps: 2, seed: 9)
    #expect(loader.stepsPerEpoch == 3)
    #expect(loader.batchesPerEpoch == 6)
    let second = Stream(seed: 9, name: "data/order").permutation(count: 23, step: 1)
    #expect(images(loader.batch(6)) == second.prefix(3).map { data.image($0) })
  }

  @Test func aBatchIsAFunctionOfItsNumber() throws {
    let inOrder = try BatchLoader(data, batch: 4, flips: true, seed: 9)
    let batches = (0..<12).map { inOrder.batch($0) }
    let resumed = try BatchLoader(data, batch: 4, flips: true, seed: 9)
    #expect(resumed.batch(7) == batches[7])
    #expect(resumed.batch(8) == batches[8])
    #expect(resumed.batch(8) == batches[8])
    #expect(resumed.batch(2) == batches[2])
    #expect(resumed.batch(11) == batches[11])
    #expect(resumed.waited > .zero)
  }

  @Test func otherSeedsHaveOtherOrders() throws {
    let one = try BatchLoader(data, batch: 8, seed: 1).batch(0)
    let two = try BatchLoader(data, batch: 8, seed: 2).batch(0)
    #expect(one != two)
  }

  @Test func flipsMirrorSomeImages() throws {
    let plain = try BatchLoader(data, batch: 23, seed: 9)
    let flipped = try BatchLoader(data, batch: 23, flips: true, seed: 9)
    let stream = Stream(seed: 9, name: "data/flip")
    var mirrored = 0
    for epoch in 0..<4 {
      let pairs = zip(images(plain.batch(epoch)), images(flipped.batch(epoch)))
      for (place, (image, other)) in pairs.enumerated() {
        let mirrors = stream.word(step: UInt32(epoch), index: place) >= 1 << 31
        #expect(other == (mirrors ? mirror(image) : image))
        mirrored += mirrors ? 1 : 0
      }
    }
    #expect((25...67).contains(mirrored))
  }

  @Test func tooFewImagesSayWhatToSet() {
    let error = #expect(throws: DatasetError.self) {
      try BatchLoader(data, batch: 24, seed: 1)
    }
    #expect(error?.message == "a batch is 24 images and the data has 23")
    #expect(error?.help == "set train.batch=23 or less, or give more images")
    #expect(error?.category == .badData)
    let several = #expect(throws: DatasetError.self) {
      try BatchLoader(data, batch: 12, discriminatorSteps: 2, seed: 1)
    }
    #expect(several?.message == "a step takes 2 batches of 12 images and the data has 23")
    #expect(several?.help == "set train.batch=11 or less, or give more images")
  }

  private func images(_ batch: Tensor) -> [[UInt8]] {
    let size = batch.values.count / batch.shape[0]
    return (0..<batch.shape[0]).map { index in
      batch.values[(index * size)..<((index + 1) * size)].map {
        UInt8((($0 + 1) * 127.5).rounded())
      }
    }
  }

  private func mirror(_ image: [UInt8]) -> [UInt8] {
    var result = [UInt8]()
    for row in 0..<6 {
      for column in (0..<5).reversed() {
        let pixel = (row * 5 + column) * 3
        result += image[pixel..<(pixel + 3)]
      }
    }
    return result
  }
}
