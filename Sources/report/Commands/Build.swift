import ArgumentParser
import Experiments
import Figures
import Study
import Foundation
import Publishing

/// `report build`, also what `report` alone does.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate, draw and write the report (the default).",
    discussion: """
      The report replaces the folder in one step at the end: if the run fails or is stopped, the \
      previous report stays as it was, and the same command goes on with the experiments that were \
      finished. The same seed gives the same bytes in every file, on any number of jobs.

      EXAMPLES
        report build --seed 7 --output /tmp/seven
        report build --study my-study/study.yml --output my-study/report --quick
        report build --shard 3/16 --output shard-3
        report build --json-progress --output /tmp/x | jq .event
      """)

  @OptionGroup var output: OutputOptions

  @Option(
    parsing: .unconditional, help: "The root of all random numbers, 0 … 18446744073709551615.")
  var seed: UInt64?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only the chapters that hold these chapters, experiments or charts.", valueName: "id"))
  var only: [String] = []

  @OptionGroup var studyFile: StudyFileOption

  @OptionGroup var misplaced: MisplacedStudy

  @OptionGroup var sizes: SizeOptions

  @OptionGroup var limits: LimitOptions

  @OptionGroup var progress: ProgressOptions

  @Option(
    help: ArgumentHelp(
      "Simulate only the k-th of n shares, for `report merge`.", valueName: "k/n"))
  var shard: String?

  func validate() throws {
    if let shard, Shard(shard) == nil {
      throw ValidationError(
        "--shard \(shard) should be like 3/16: a share, and how many there are.")
    }
  }

  func run() async throws {
    try await Console.reportingErrors {
      var study = sizes.study
      study.plan = try studyFile.plan().map(sizes.effort.applied)
      study.seed = seed ?? study.plan?.seed ?? study.seed
      let (templates, ownChapters) = try studyFile.prose(study.plan, in: output.templateLibrary())
      let builder = ReportBuilder(
        study: study,
        chapters: try ReportCatalog().chapters(only: only, of: study)
          + (only.isEmpty ? ownChapters : []),
        catalog: ReportCatalog(), templates: templates, jobs: output.jobs, version: Version.current,
        flavor: output.flavor)
      let (console, path) = (progress.console(isQuiet: output.quiet), output.output)
      try await limits.applied(to: study, jobs: output.jobs, console: console) {
        if let shard = shard.flatMap(Shard.init) {
          try await builder.build(shard, into: path) { console.show($0) }
        } else {
          try await builder.build(into: path) { console.show($0) }
        }
      }
      if let shard {
        console.finish("Wrote shard \(shard) to \(path)\(console.reuse)")
      } else {
        console.finish("Wrote the report to \(path)\(console.reuse): open \(path)/report.html")
      }
    }
  }
}
