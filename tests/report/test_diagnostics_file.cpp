#include "mlp/report/diagnostics_file.h"
#include "mlp/report/layer_curves.h"

#include "support.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

const double none = std::numeric_limits<double>::quiet_NaN();

EpochReport report(Index epoch) {
    EpochReport result;
    result.epoch = epoch;
    const auto x = static_cast<double>(epoch);
    result.layers = {{"layers.0", 0.1 * x, 1, -0.5, 2, 0.5, 0.25, 0, 1e-7, 1e-3},
                     {"layers.1", none, none, 0.25, 0.5, none, none, none, 3, none}};
    return result;
}

}  // namespace

TEST_CASE("diagnostics file: what is written is read back") {
    const TemporaryDirectory directory;
    {
        DiagnosticsFile file(directory.path(), true, false);
        file.on_epoch(report(1));
        file.on_epoch(EpochReport{});  // an epoch that was not looked at
        file.on_epoch(report(3));
    }
    const auto curves = read_layer_curves(directory.path());
    REQUIRE(curves.size() == 2);
    CHECK(curves[0].layer == "layers.0");
    CHECK(curves[1].layer == "layers.1");
    CHECK(curves[0].epochs == std::vector<double>{1, 3});
    CHECK(curves[0].pre_activation_mean == std::vector<double>{0.1 * 1, 0.1 * 3});
    CHECK(curves[0].pre_activation_sd == std::vector<double>{1, 1});
    CHECK(curves[0].activation_mean == std::vector<double>{-0.5, -0.5});
    CHECK(curves[0].activation_sd == std::vector<double>{2, 2});
    CHECK(curves[0].silent == std::vector<double>{0.5, 0.5});
    CHECK(curves[0].dead == std::vector<double>{0.25, 0.25});
    CHECK(curves[0].saturated == std::vector<double>{0, 0});
    CHECK(curves[0].gradient_norm == std::vector<double>{1e-7, 1e-7});
    CHECK(curves[0].update_ratio == std::vector<double>{1e-3, 1e-3});
    CHECK(std::isnan(curves[1].pre_activation_mean[0]));
    CHECK(std::isnan(curves[1].dead[1]));
    CHECK(std::isnan(curves[1].update_ratio[0]));
}

TEST_CASE("diagnostics file: a run without one, and damaged ones, are told by their names") {
    const TemporaryDirectory directory;
    const auto message = [&] { return message_of([&] { read_layer_curves(directory.path()); }); };
    CHECK(message().find("there are no diagnostics of the layers") != std::string::npos);
    CHECK(message().find("\"diagnostics\": true") != std::string::npos);
    directory.write("diagnostics.csv", "epoch,loss\n1,2\n");
    CHECK(message().find("diagnostics.csv:1: is damaged") != std::string::npos);
    {
        DiagnosticsFile file(directory.path(), true, false);
        file.on_epoch(report(1));
    }
    const std::string whole = content(directory.path() / "diagnostics.csv");
    // So is an epoch that not all layers have a row of.
    directory.write("diagnostics.csv", whole + "2,layers.0,1,1,1,1,1,1,1,1,1\n");
    for (const auto& curves : read_layer_curves(directory.path())) {
        CHECK(curves.epochs == std::vector<double>{1});
        CHECK(curves.update_ratio.size() == 1);
    }
    directory.write("diagnostics.csv",
                    whole + "2,layers.0,1,1,1,1,1,1,1,1,1\n" + "3,layers.0,1,1,1,1,1,1,1,1,1\n");
    CHECK(message().find("diagnostics.csv: is damaged: its layers do not have the same epochs") !=
          std::string::npos);
    directory.write("diagnostics.csv", whole + "2,layers.0,x,1,1,1,1,1,1,1,1\n");
    CHECK(message().find("diagnostics.csv:4: is damaged") != std::string::npos);
    directory.write("diagnostics.csv", whole + "2,layers.0,1,1\n");
    CHECK(message().find("diagnostics.csv:4: is damaged") != std::string::npos);
    // An unfinished last line is of a run that goes on.
    directory.write("diagnostics.csv", whole + "2,layers.0,1,1");
    CHECK(message().empty());
    CHECK(read_layer_curves(directory.path())[0].epochs.size() == 1);
}
