// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the study never build it; `.ci/fuzz` does, with libFuzzer and
// address sanitizer.
let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "InitStudy", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz",
      dependencies: [
        .product(name: "Simulation", package: "InitStudy"),
        .product(name: "Publishing", package: "InitStudy"),
        .product(name: "WeightFiles", package: "InitStudy"),
      ],
      // No top-level code: libFuzzer's driver is called from the main function.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ],
  swiftLanguageModes: [.v6]
)
