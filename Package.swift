// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

// The Swift runtime goes into the binary when it is linked. `--static-swift-stdlib` does the same
// at the price of compiling everything twice: the tests need the shared runtime.
let staticRuntime = [
  "-static-stdlib", "-lswiftSynchronization", "-lCoreFoundation", "-l_FoundationICU",
  "-l_FoundationCollections", "-l_FoundationCShims",
]

let argumentParserVersion: Version = "1.8.2"
let cryptoVersion: Version = "4.5.2"

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
  name: "gan-run",
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser", exact: argumentParserVersion),
    .package(url: "https://github.com/apple/swift-crypto", exact: cryptoVersion),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CSPNG", pkgConfig: "spng", providers: [.apt(["libspng-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

    // What provenance says of the build.
    .target(
      name: "CBuild",
      cSettings: [
        .define("ARGUMENT_PARSER", to: "\"\(argumentParserVersion)\""),
        .define("SWIFT_CRYPTO", to: "\"\(cryptoVersion)\""),
      ]),
    .target(name: "Random", swiftSettings: swiftSettings),
    .target(
      name: "ModelSpec", dependencies: ["CYAML", "Random", crypto], swiftSettings: swiftSettings),
    // Debug builds leave C unoptimised, which would make every test of the engine crawl.
    .target(
      name: "CKernels", exclude: ["body.inc", "edges.inc", "set.inc", "winograd.inc"],
      cSettings: [.unsafeFlags(["-O3"])]),
    .target(
      name: "Kernels", dependencies: ["CKernels"],
      swiftSettings: swiftSettings),
    .target(name: "Engine", dependencies: ["Kernels", "Random"], swiftSettings: swiftSettings),
    .target(
      name: "Layers", dependencies: ["Engine", "ModelSpec", "Random"],
      swiftSettings: swiftSettings),
    .target(
      name: "Datasets",
      dependencies: ["CSPNG", "CTurboJPEG", "CZip", "Engine", "ModelSpec", "Random", crypto],
      swiftSettings: swiftSettings),
    .target(
      name: "Metrics", dependencies: ["Datasets", "Layers", "ModelSpec", "Random"],
      swiftSettings: swiftSettings),
    // What a report's page is made of, and Chart.js from Debian's package, as bytes.
    .target(
      name: "CReport", exclude: ["page.css", "page.html", "page.js"],
      cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(
      name: "Runner",
      dependencies: [
        "CBuild", "CReport", "Datasets", "Engine", "Kernels", "Layers", "Metrics", "ModelSpec",
        "Random", crypto, .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "gan-run",
      dependencies: [
        "Datasets", "Engine", "Kernels", "Layers", "ModelSpec", "Runner",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings,
      linkerSettings: [.unsafeFlags(staticRuntime, .when(platforms: [.linux]))]),

    .executableTarget(
      name: "algorithms", dependencies: ["Kernels"], path: "Benchmarks/Algorithms",
      swiftSettings: swiftSettings),

    .testTarget(name: "RandomTests", dependencies: ["Random"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ModelSpecTests", dependencies: ["ModelSpec", "Layers", "Metrics"],
      exclude: ["Corpus", "Goldens"], swiftSettings: swiftSettings),
    .testTarget(
      name: "KernelsTests", dependencies: ["Kernels", "Random"], swiftSettings: swiftSettings),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "Kernels", "Random"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "LayersTests", dependencies: ["Layers", "Engine", "Kernels", "Metrics", "ModelSpec"],
      exclude: ["Goldens"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Engine", "ModelSpec", "Random"],
      exclude: ["Corpus", "Goldens"], swiftSettings: swiftSettings),
    .testTarget(
      name: "MetricsTests", dependencies: ["Metrics", "Datasets", "Layers", "ModelSpec"],
      exclude: ["Goldens"], swiftSettings: swiftSettings),
    .testTarget(
      name: "RunnerTests",
      dependencies: ["Runner", "Datasets", "Engine", "Kernels", "Layers", "Metrics", "ModelSpec"],
      exclude: ["Corpus", "Goldens"], swiftSettings: swiftSettings),
    .testTarget(
      name: "gan-runTests", dependencies: ["Runner"], swiftSettings: swiftSettings),
  ]
)
