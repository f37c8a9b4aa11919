import Foundation
import PackagePlugin

/// Runs `embed-templates` over the package's `templates/` whenever a file in it was changed, added or removed.
@main
struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let templates = context.package.directoryURL.appending(path: "templates")
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTemplates.swift")
    let walker = FileManager.default.enumerator(at: templates, includingPropertiesForKeys: nil)
    // Folders too: a file that is added, renamed or removed changes its folder's time.
    let files = [templates] + (walker?.allObjects ?? []).compactMap { $0 as? URL }
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
