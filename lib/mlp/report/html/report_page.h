#pragma once

#include "mlp/report/curves.h"
#include "mlp/report/decision_map.h"
#include "mlp/report/histogram.h"
#include "mlp/report/layer_curves.h"
#include "mlp/report/network_diagram.h"
#include "mlp/report/outcome.h"
#include "mlp/report/run_record.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// What a page may show or, where it cannot, the reason.
template <class T>
struct PagePart {
    std::optional<T> value{};
    std::string missing{};  ///< why there is no value, and what would help

    explicit operator bool() const { return value.has_value(); }
    const T& operator*() const { return *value; }
    const T* operator->() const { return &*value; }
};

/// How many classes the page's decision map can tell apart: its cells are one byte each.
constexpr std::size_t most_map_classes = 128;

/// All that the page of a run shows.
struct ReportPage {
    RunRecord record;
    Index best_epoch = 0;  ///< 0 if it is not known
    PagePart<Curves> curves{};
    PagePart<std::vector<LayerCurves>> layer_curves{};
    PagePart<NetworkDiagram> network{};
    PagePart<Outcome> outcome{};
    PagePart<DecisionMap> decision_map{};  ///< of at most most_map_classes
    PagePart<std::vector<Histogram>> activations{};
};

/// The page: one HTML text that needs nothing but itself, no file, no network. Everything that
/// comes from files is text in it and never markup or script.
std::string report_html(const ReportPage& page);

}  // namespace mlp
