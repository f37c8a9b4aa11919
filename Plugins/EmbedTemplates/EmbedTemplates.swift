import Foundation
import PackagePlugin

/// Runs `embed-templates` over the package's `templates/` whenever one of its files changed.
@main
struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let templates = context.package.directoryURL.appending(path: "templates")
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTemplates.swift")
    let walker = FileManager.default.enumerator(at: templates, includingPropertiesForKeys: nil)
    let files = (walker?.allObjects ?? []).compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
    return [
      .buildCommand(
        displayName: "Embedding templates/",
        executable: try context.tool(named: "embed-templates").url,
        arguments: [templates.path(), output.path()],
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
