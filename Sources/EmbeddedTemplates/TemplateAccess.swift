// The functions that CTemplates.h declares; `embeddedTemplates` is written by the plugin.

@_cdecl("init_study_template_count")
func count() -> Int { embeddedTemplates.count }

@_cdecl("init_study_template_path")
func path(_ index: Int) -> UnsafePointer<UInt8> { embeddedTemplates[index].path.utf8Start }

@_cdecl("init_study_template_text")
func text(_ index: Int) -> UnsafePointer<UInt8> { embeddedTemplates[index].text.utf8Start }

@_cdecl("init_study_template_length")
func length(_ index: Int) -> Int { embeddedTemplates[index].text.utf8CodeUnitCount }
