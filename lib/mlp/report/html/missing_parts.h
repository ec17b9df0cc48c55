#pragma once

#include "mlp/report/html/report_page.h"

#include <string>
#include <vector>

namespace mlp {

/// Parts of a page that are missing for the same reason.
struct MissingParts {
    std::string names;  ///< "network, predictions"
    std::string reason;
};
std::vector<MissingParts> missing_parts(const ReportPage& page);

}  // namespace mlp
