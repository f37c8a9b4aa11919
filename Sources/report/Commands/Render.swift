import ArgumentParser
import Experiments
import Figures
import Study
import Publishing

/// `report render`: everything after the simulation.
struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Redraw and rewrite a report from its results, without simulating.",
    discussion: """
      For work on prose and charts: reads results/ and manifest.json of the report in the output \
      folder, with the seed and the chapters it was built with. With a study file, what it changed in \
      the networks is simulated again, and so is everything that another version of the program \
      measured.

      EXAMPLES
        report render --templates templates
        report render --study my-study/study.yml --output my-study/report
      """)

  @OptionGroup var output: OutputOptions

  @OptionGroup var studyFile: StudyFileOption

  @OptionGroup var effort: EffortOptions

  @OptionGroup var limits: LimitOptions

  @OptionGroup var progress: ProgressOptions

  func run() async throws {
    try await Console.reportingErrors {
      var study = StudyConfiguration()
      study.plan = try studyFile.plan().map(effort.applied)
      let (templates, ownChapters) = try studyFile.prose(
        study.plan, in: output.templateLibrary())
      let builder = ReportBuilder(
        study: study, chapters: ownChapters, catalog: ReportCatalog(), templates: templates,
        jobs: output.jobs, version: Version.current, flavor: output.flavor)
      let console = progress.console(isQuiet: output.quiet)
      let path = output.output
      try await limits.applied(to: study, jobs: output.jobs, console: console) {
        try await builder.render(in: path) { console.show($0) }
      }
      console.finish("Redrew the report in \(path)\(console.reuse): open \(path)/report.html")
    }
  }
}
