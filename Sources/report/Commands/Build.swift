import ArgumentParser
import Experiments
import Foundation
import Publishing
import StudyFiles

/// `report build`, also what `report` alone does.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate, draw and write the report (the default).",
    discussion: """
      The report replaces the folder in one step at the end: if the run fails or is stopped, the \
      previous report stays as it was. The same seed gives the same bytes in every file, on any \
      number of jobs.
      """)

  @OptionGroup var output: OutputOptions

  @Option(help: "The root of all random numbers, 0 … 18446744073709551615.")
  var seed: UInt64?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only the chapters that hold these chapters, experiments or charts.", valueName: "id"))
  var only: [String] = []

  @OptionGroup var studyFile: StudyFileOption

  func run() async throws {
    try await Console.reportingErrors {
      var study = StudyConfiguration()
      study.plan = try studyFile.plan()
      study.seed = seed ?? study.plan?.seed ?? study.seed
      let (templates, ownChapters) = try studyFile.prose(study.plan, in: output.templateLibrary())
      let builder = ReportBuilder(
        study: study,
        chapters: try ExperimentCatalog.chapters(only: only, of: study)
          + (only.isEmpty ? ownChapters : []),
        templates: templates, jobs: output.jobs, version: Version.current)
      let console = Console(isQuiet: output.quiet)
      let path = output.output
      try await interruptible { try await builder.build(into: path) { console.show($0) } }
      console.finish("Wrote the report to \(output.output): open \(output.output)/report.md")
    }
  }
}

/// `report render`: everything after the simulation.
struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Redraw and rewrite a report from its results, without simulating.",
    discussion: """
      For work on prose and charts: reads results/ and manifest.json of the report in the output \
      folder, with the seed and the chapters it was built with.
      """)

  @OptionGroup var output: OutputOptions

  @OptionGroup var studyFile: StudyFileOption

  func run() async throws {
    try await Console.reportingErrors {
      let (templates, ownChapters) = try studyFile.prose(
        try studyFile.plan(), in: output.templateLibrary())
      let builder = ReportBuilder(
        study: StudyConfiguration(), chapters: ownChapters, templates: templates,
        jobs: output.jobs, version: Version.current)
      let console = Console(isQuiet: output.quiet)
      let path = output.output
      try await interruptible { try await builder.render(in: path) { console.show($0) } }
      console.finish("Redrew the report in \(output.output): open \(output.output)/report.md")
    }
  }
}

/// The study file, and the chapters of the user's own that it names.
struct StudyFileOption: ParsableArguments {
  @Option(
    name: .customLong("study"),
    help: ArgumentHelp(
      "A study file with your own networks (`report init` writes one).", valueName: "file"))
  var path: String?

  func plan() throws -> StudyPlan? {
    try path.map { try StudyFile.read(path: $0) }
  }

  func prose(_ plan: StudyPlan?, in library: TemplateLibrary) throws -> (TemplateLibrary, [Chapter])
  {
    guard let path, let prose = plan?.prose else { return (library, []) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: prose)
    let (templates, files) = try library.adding(proseIn: folder)
    return (templates, Chapter.ownProse(files: files))
  }
}

/// What `build` and `render` have in common.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of the report; replaced as a whole.", valueName: "directory"))
  var output = "output"

  @Option(
    help: ArgumentHelp(
      "A folder whose files replace built-in templates of the same path.", valueName: "directory"))
  var templates: String?

  @Option(help: "How many things to do at once, 1 … 1024 (default: the number of cores).")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; give a number from 1 to 1024.")
    }
    guard !output.isEmpty else {
      throw ValidationError("--output is empty; name a folder, such as --output output.")
    }
  }

  func templateLibrary() throws -> TemplateLibrary {
    guard let templates else { return .builtIn }
    return try TemplateLibrary(overridingWith: URL(fileURLWithPath: templates, isDirectory: true))
  }
}
