# sphinx-build -b html . html, with the packages sphinx and myst-parser.
project = {{part.title}}
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "attrs_inline"]
myst_title_to_header = True
exclude_patterns = ["_build", "html"]
html_extra_path = ["laboratory.html"]
# The order of the pages stands in myst.yml, and each page links to its neighbours.
suppress_warnings = ["toc.not_included"]
