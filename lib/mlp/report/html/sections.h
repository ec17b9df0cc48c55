#pragma once

#include "mlp/report/html/report_page.h"

#include <string>

/// The parts of the page, one file each. Each gives what stands below its heading; nothing if there
/// is nothing to show.
namespace mlp::html {

std::string summary_section(const ReportPage& page);
std::string curves_section(const ReportPage& page);
std::string boundary_section(const ReportPage& page);
std::string network_section(const ReportPage& page);
std::string outcome_section(const ReportPage& page);
std::string layers_section(const ReportPage& page);
std::string activations_section(const ReportPage& page);
std::string go_on_section(const ReportPage& page);
std::string config_section(const ReportPage& page);
std::string environment_section(const ReportPage& page);
/// What is not on the page, and why.
std::string missing_section(const ReportPage& page);

/// What stands above all sections: name, state, how good it is.
std::string page_header(const ReportPage& page);

}  // namespace mlp::html
