#pragma once

#include <string>

namespace mlp {

/// Every key and every name that a config may hold, as a page of Markdown, made from the same
/// tables that read them.
std::string reference_page();

}  // namespace mlp
