// swift-tools-version: 6.2
import PackageDescription

/// Every target: warnings are errors, here and in CI alike.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Whether flags may be given that SwiftPM calls unsafe.
///
/// Toolchains before 6.3 refuse a dependency by version that has any; where the package is not the root,
/// they build it without, so that only their release builds are fast. `INIT_STUDY_PLAIN` lets newer ones
/// do the same (`.ci/consumers`).
let allowsUnsafeFlags: Bool = {
  let isDependency = Context.packageDirectory.contains("/checkouts/")
  #if compiler(>=6.3)
    return Context.environment["INIT_STUDY_PLAIN"] == nil || !isDependency
  #else
    return !isDependency
  #endif
}()

/// Numeric targets are optimised even in the debug configuration.
///
/// `swift run` builds that one, and plain `-Onone` loops are 20–80 times slower; where nothing loops
/// the optimiser only costs time: two thirds of what a module takes to compile. `precondition`
/// stays active under `-O`. Whole modules at a time, because file by file the compiler reads every
/// file again for every other (a clean build took a sixth longer) and may keep inlined code of a
/// file that changed; `-num-threads` makes it write the object files that the build expects.
/// Counting the lines that tests reach (`.ci/coverage`) crashes in such builds, and does without.
let numeric: [SwiftSetting] =
  strict
  + (allowsUnsafeFlags
    ? [
      .unsafeFlags(
        Context.environment["COVERAGE"] == nil
          ? ["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"]
          : ["-O"],
        .when(configuration: .debug))
    ] : [])

/// The loops in C, optimised in the debug configuration too.
///
/// Contraction would change bits between processors; every file forbids it by a pragma as well. The
/// choice between a kernel's versions is made before thread sanitizer is ready for it: instrumented,
/// every program crashes at its start.
let loops: [CSetting] =
  allowsUnsafeFlags
  ? [
    .unsafeFlags(["-fno-sanitize=all"]),
    .unsafeFlags(["-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror"]),
  ] : []

/// The linker that comes with every toolchain for Linux, in place of binutils' gold, which is no longer kept up.
///
/// A program of 87 MB takes it 1.0 s of processor time instead of 1.6, and it is most of what is built after
/// a template was edited.
let linking: [LinkerSetting] =
  allowsUnsafeFlags
  ? [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux], configuration: .debug))] : []

/// The simulation with each of its modules, for whoever imports it: a module that only re-exports is
/// not written anew when one of the others changes, and its clients would go on with stale code.
let simulation: [Target.Dependency] = [
  "Simulation", "Numerics", "Activations", "Networks", "Spectra", "Theory", "Kernels",
]

let package = Package(
  name: "InitStudy",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "report", targets: ["report", "EmbeddedTemplates"]),
    .library(
      name: "Simulation",
      targets: [
        "Simulation", "Numerics", "Activations", "Networks", "Spectra", "Theory", "Kernels",
      ]),
    .library(
      name: "Publishing",
      targets: [
        "Publishing", "TeXMath", "ReportFolder", "StudyFiles", "Study", "Experiments", "Figures",
        "EmbeddedTemplates",
      ]),
    .library(
      name: "Engine",
      targets: [
        "Engine", "Simulation", "Numerics", "Activations", "Networks", "Spectra", "Theory",
        "Kernels",
      ]),
    .library(
      name: "WeightFiles",
      targets: ["WeightFiles", "ElementDecoding", "TensorStatistics", "Diagnosis"]),
    .library(name: "Charts", targets: ["Charts", "Graphics", "CairoRendering"]),
  ],
  // The committed report was made with exactly these; they parse and fill in, and no number depends on them.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Numbers.
    .target(name: "CKernels", cSettings: loops),
    .target(name: "Kernels", dependencies: ["CKernels"], swiftSettings: numeric),
    .target(name: "Numerics", dependencies: ["Kernels"], swiftSettings: numeric),
    .target(name: "Activations", dependencies: ["Kernels"], swiftSettings: numeric),
    .target(
      name: "Networks", dependencies: ["Kernels", "Numerics", "Activations"],
      swiftSettings: numeric),
    .target(
      name: "Spectra", dependencies: ["Kernels", "Numerics", "Activations", "Networks"],
      swiftSettings: numeric),
    .target(
      name: "Theory", dependencies: ["Kernels", "Numerics", "Activations", "Networks"],
      swiftSettings: numeric),
    .target(
      name: "Simulation",
      dependencies: ["Kernels", "Numerics", "Activations", "Networks", "Spectra", "Theory"],
      swiftSettings: strict),

    // Networks of any architecture at their start.
    .target(name: "Engine", dependencies: simulation, swiftSettings: numeric),

    // Pictures.
    .target(name: "Graphics", swiftSettings: numeric),
    .target(name: "Charts", dependencies: ["Graphics"], swiftSettings: numeric),
    .target(name: "ChartGallery", dependencies: ["Charts", "Graphics"], swiftSettings: strict),
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo",
      providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    // Shapes text: cairo alone can neither kern nor select tabular digits. Cuts font subsets too.
    .systemLibrary(
      name: "CHarfBuzz", pkgConfig: "harfbuzz-subset",
      providers: [.apt(["libharfbuzz-dev"]), .brew(["harfbuzz"])]),
    // Compresses PNG pixels; comes with cairo.
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "CairoRendering", dependencies: ["Graphics", "CCairo", "CHarfBuzz", "CZlib"],
      swiftSettings: numeric),

    // Checkpoints; the loops that decode numbers apart from what finds them.
    .target(name: "ElementDecoding", swiftSettings: numeric),
    .target(
      name: "WeightFiles", dependencies: ["ElementDecoding", "CZlib"], swiftSettings: strict),

    // What is taken from a tensor's numbers: sums, distances to laws, rows, columns and spectra.
    .target(
      name: "TensorStatistics",
      dependencies: simulation + ["WeightFiles", "ElementDecoding", "CKernels"],
      swiftSettings: numeric),

    // Which law a checkpoint's numbers follow.
    .target(
      name: "Diagnosis",
      dependencies: simulation + ["TensorStatistics", "Engine", "WeightFiles", "ElementDecoding"],
      swiftSettings: strict),

    // The study.
    .target(
      name: "Study", dependencies: simulation + ["Charts", "Graphics"],
      swiftSettings: strict),
    .target(
      name: "NetworkFiles",
      dependencies: simulation + [
        "Engine", "WeightFiles", "ElementDecoding", "Study",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    // The experiments' own loops, apart from the questions so that these need no optimiser.
    .target(
      name: "ExperimentMeasuring", dependencies: simulation + ["TensorStatistics"],
      swiftSettings: numeric),
    .target(
      name: "Experiments",
      dependencies: simulation + [
        "ExperimentMeasuring", "Engine", "NetworkFiles", "Study", "Audit", "WeightFiles",
        "ElementDecoding", "TensorStatistics", "Diagnosis",
      ],
      swiftSettings: strict),
    .target(
      name: "Figures",
      dependencies: simulation + ["Engine", "Study", "Experiments", "Charts", "Graphics"],
      swiftSettings: strict),
    // The audit's own loops, apart from the claims so that these need no optimiser.
    .target(name: "AuditMeasuring", dependencies: simulation, swiftSettings: numeric),
    .target(
      name: "Audit", dependencies: simulation + ["Engine", "AuditMeasuring"],
      swiftSettings: strict),

    .target(
      name: "StudyFiles",
      dependencies: simulation + [
        "Engine", "NetworkFiles", "WeightFiles", "ElementDecoding", "Study", "Experiments",
        "Diagnosis",
        "Templates",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),

    // The report. Templates are prose; a plugin compiles them into the program, so that the
    // binary stands alone. (`.embedInCode` writes array literals: 220 KB took the compiler 40 s,
    // string literals take 0.1 s.) Products name the texts, and no module depends on them: an edit
    // of one compiles that module and links.
    .systemLibrary(
      name: "CMD4C", pkgConfig: "md4c",
      providers: [.apt(["libmd4c-html0-dev", "libmd4c-dev"]), .brew(["md4c"])]),
    .target(name: "TeXMath", swiftSettings: strict),
    .target(name: "ReportFolder", swiftSettings: numeric),
    .target(name: "ChildProcess", swiftSettings: strict),
    // What looks at every letter of the prose, apart from the publishing that needs no optimiser.
    .target(name: "ProseScanning", swiftSettings: numeric),
    .executableTarget(name: "embed-templates", swiftSettings: strict),
    .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embed-templates"]),
    .target(name: "EmbeddedTemplates", swiftSettings: strict, plugins: ["EmbedTemplates"]),
    .target(name: "CTemplates"),
    .target(name: "Templates", dependencies: ["CTemplates"], swiftSettings: strict),
    .target(
      name: "Publishing",
      dependencies: simulation + [
        "Study", "Templates", "Graphics", "Charts", "ChartGallery", "CairoRendering", "TeXMath",
        "ReportFolder", "ChildProcess", "ProseScanning", "CMD4C", "CHarfBuzz", "CZlib",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "report",
      dependencies: simulation + [
        "Engine", "NetworkFiles", "Publishing", "ReportFolder", "Study", "Experiments", "Figures",
        "StudyFiles", "Templates", "Audit", "WeightFiles", "ElementDecoding", "TensorStatistics",
        "Diagnosis",
        "Graphics", "Charts", "CairoRendering",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict, linkerSettings: linking),

    // Tests: a target per module.
    .target(
      name: "TestSupport", dependencies: ["Numerics", "ChildProcess"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "KernelsTests", dependencies: ["TestSupport", "Kernels"], swiftSettings: numeric),
    .testTarget(
      name: "SimulationTests", dependencies: simulation + ["Engine", "TestSupport"],
      swiftSettings: numeric),
    .testTarget(
      name: "EngineTests", dependencies: simulation + ["Engine", "TestSupport"],
      swiftSettings: numeric),
    .testTarget(
      name: "ChartsTests", dependencies: ["TestSupport", "Charts", "ChartGallery", "Graphics"],
      exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(
      name: "CairoRenderingTests",
      dependencies: [
        "TestSupport", "CairoRendering", "Charts", "ChartGallery", "Graphics", "CCairo",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AuditTests", dependencies: simulation + ["TestSupport", "Audit", "AuditMeasuring"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: simulation + [
        "TestSupport", "ExperimentMeasuring", "Engine", "Experiments", "Figures", "Study",
        "Publishing", "Audit", "Charts",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PublishingTests",
      dependencies: [
        "TestSupport",
        "Publishing", "ProseScanning", "TeXMath", "ReportFolder", "Study", "Experiments", "Figures",
        "Templates", .product(name: "Yams", package: "Yams"),
      ],
      resources: [.copy("Resources")], swiftSettings: strict),
    .testTarget(
      name: "StudyFilesTests",
      dependencies: simulation + ["StudyFiles", "Study", "Experiments", "Engine", "Templates"],
      exclude: ["BadStudies", "BadNetworks"], swiftSettings: strict),
    .testTarget(
      name: "WeightFilesTests", dependencies: ["WeightFiles", "ElementDecoding"],
      exclude: ["Fixtures"],
      swiftSettings: numeric),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: simulation + [
        "TensorStatistics", "Diagnosis", "WeightFiles", "ElementDecoding",
      ],
      exclude: ["Fixtures"],
      swiftSettings: numeric),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        // All suites are one program: this one's dependency links the texts for every other.
        "EmbeddedTemplates",
        "TestSupport", "ChildProcess", "report", "Publishing", "Study", "ReportFolder",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
