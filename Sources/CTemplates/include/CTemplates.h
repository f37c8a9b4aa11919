/// What `EmbeddedTemplates` holds, declared apart from it: `Templates` and its clients see this file alone.
///
/// A Swift module that is written anew has all that import it compiled again, whatever changed in it.
/// Nobody imports the one that holds the texts, so that an edit of a text compiles that and links.
#pragma once
#include <stdint.h>

/// How many files there are below `templates/`.
intptr_t init_study_template_count(void);

/// The path of a file below `templates/` with `/` separators, UTF-8 and ended by a zero; files are in path order.
const char *init_study_template_path(intptr_t index);

/// The first byte of a file's UTF-8 text.
const char *init_study_template_text(intptr_t index);

/// How many bytes a file's text has.
intptr_t init_study_template_length(intptr_t index);
