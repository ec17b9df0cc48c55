#pragma once

#include "mlp/core/extension.h"
#include "mlp/experiment/finished_run.h"
#include "mlp/report/html/report_page.h"

#include <filesystem>

namespace mlp {

/// All that there is to show of a run, and the reasons for what there is not. Throws InputError if
/// there is nothing at all: no metrics, no summary, no model.
ReportPage report_page(const FinishedRun& run);

/// Writes the page of a run into its directory, and returns where it is. Throws InputError if there
/// is nothing to show, RunError if the page cannot be written.
std::filesystem::path write_report(const FinishedRun& run);

}  // namespace mlp
