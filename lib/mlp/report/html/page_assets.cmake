# Writes page_assets.cpp, which holds the style sheet and the script of the page as text.
file(READ ${FOLDER}/report.css STYLE_SHEET)
set(SCRIPT "")
foreach(name chart boundary report)
  file(READ ${FOLDER}/${name}.js text)
  string(APPEND SCRIPT "${text}")
endforeach()
configure_file(${FOLDER}/page_assets.cpp.in ${OUTPUT} @ONLY)
