// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the study never build it.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "InitStudy", path: "..")],
  targets: [
    .executableTarget(
      name: "benchmarks", dependencies: [.product(name: "Simulation", package: "InitStudy")]),
    .executableTarget(
      name: "engine-timings", dependencies: [.product(name: "Engine", package: "InitStudy")]),
    .executableTarget(
      name: "chart-timings", dependencies: [.product(name: "Charts", package: "InitStudy")]),
  ],
  swiftLanguageModes: [.v6]
)
