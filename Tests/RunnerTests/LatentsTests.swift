import Foundation
import ModelSpec
import Runner
import Testing

@Suite struct LatentsTests {
  func spec(_ latent: String) throws -> Spec {
    let folder = try TemporaryFolder()
    let text = """
      schema: 1
      model: {nz: 64, nc: 1}
      data: {synthetic: shapes, size: 4}
      latent: \(latent)
      generator: [linear: 16, reshape: [1, 4, 4]]
      discriminator: [flatten, linear: 1]
      train: {batch: 4, steps: 1}

      """
    try folder.write(Array(text.utf8), to: "s.yaml")
    return try Experiment(path: "\(folder.path)/s.yaml").spec
  }

  @Test func fewAreTheFirstOfMany() throws {
    let latents = Latents(try spec("normal"))
    #expect(latents.first(3) == Array(latents.first(100).prefix(3 * 64)))
    #expect(Latents(try spec("normal"), seed: 1).first(2) == latents.first(2))
    #expect(Latents(try spec("normal"), seed: 2).first(2) != latents.first(2))
  }

  @Test func theWayKeepsToTheShellOfTheDistribution() throws {
    let latents = Latents(try spec("normal"))
    let way = latents.between(0, 5, count: 9)
    let all = latents.first(6)
    #expect(Array(way.prefix(64)) == Array(all.prefix(64)))
    #expect(Array(way.suffix(64)) == Array(all.suffix(64)))
    for image in 0..<9 {
      let norm = way[image * 64..<(image + 1) * 64].reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect((6...10).contains(norm))
    }
  }

  @Test func betweenUniformLatentsTheWayIsStraight() throws {
    let latents = Latents(try spec("uniform"))
    let all = latents.first(2)
    let way = latents.between(0, 1, count: 3)
    for place in 0..<64 {
      #expect(way[64 + place] == 0.5 * all[place] + 0.5 * all[64 + place])
    }
    #expect(latents.between(1, 0, count: 1) == Array(all[64..<128]))
  }
}
