#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The pieces of a page of Markdown, as GitHub shows it.
namespace mlp::markdown {

/// Text that is shown as it is, in cells of tables as well.
std::string plain(std::string_view text);
/// Text in the letters of code; empty if the text is.
std::string code(std::string_view text);
/// The same in a cell of a table, where a | in code must be escaped too.
std::string code_cell(std::string_view text);

/// "| a | b |" and the end of the line
std::string row(const std::vector<std::string>& cells);
/// The names of the columns and the line below them.
std::string table_head(const std::vector<std::string>& names);

/// "[data sources](#data-sources)": a link to a heading of the same page.
std::string link(std::string_view text, std::string_view heading);

}  // namespace mlp::markdown
