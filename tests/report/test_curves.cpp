#include "mlp/core/error.h"
#include "mlp/report/curves.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

Curves curves_of(const std::string& text) {
    const TemporaryDirectory directory;
    directory.write("metrics.csv", text);
    return read_curves(directory.path());
}

TEST_CASE("read_curves: columns by name, in the order of the file") {
    const Curves curves = curves_of(
        "epoch,train_loss,validation_accuracy,learning_rate\n"
        "2,0.5,0.25,1e-3\n4,nan,inf,\n9,-inf,1e-400,0.1\n");
    CHECK(curves.epochs == std::vector<double>{2, 4, 9});
    REQUIRE(curves.columns.size() == 3);
    CHECK(curves.columns[1].first == "validation_accuracy");
    CHECK(curves.find("loss") == nullptr);
    CHECK(curves.find("epoch") == nullptr);
    REQUIRE(curves.find("train_loss") != nullptr);
    const auto& loss = *curves.find("train_loss");
    CHECK(loss[0] == 0.5);
    CHECK(std::isnan(loss[1]));
    CHECK(loss[2] == -INFINITY);
    CHECK(*curves.find("validation_accuracy") == std::vector<double>{0.25, INFINITY, 0});
    CHECK(std::isnan((*curves.find("learning_rate"))[1]));
}

TEST_CASE("read_curves: what a run that goes on has not finished is left out") {
    const std::string text = "epoch,train_loss\n1,0.5\n2,0.25";
    const Curves curves = curves_of(text);
    CHECK(curves.epochs == std::vector<double>{1});
    CHECK(*curves.find("train_loss") == std::vector<double>{0.5});
    CHECK(curves_of(text + "\n").epochs.size() == 2);
    CHECK(curves_of("epoch,train_loss\r\n1,0.5\r\n").find("train_loss") != nullptr);
}

TEST_CASE("read_curves: a file that is not there, empty or damaged is named with the place") {
    const TemporaryDirectory directory;
    const auto file = directory.path() / "metrics.csv";
    const auto message = [&] { return message_of([&] { read_curves(directory.path()); }); };
    CHECK(message() == file.string() + ": does not exist, so there are no curves");
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", ": holds no epoch so far"},
        {"epo", ": holds no epoch so far"},
        {"epoch,train_loss\n", ": holds no epoch so far"},
        {"epoch,train_loss\n1,0.", ": holds no epoch so far"},
        {"loss,epoch\n1,2\n", ":1: the first column must be 'epoch'"},
        {"\n1\n", ":1: the first column must be 'epoch'"},
        {"epoch,a\n1,2\n2\n", ":3: has 1 cell, but there are 2 columns"},
        {"epoch,a\n1,2,3\n", ":2: has 3 cells, but there are 2 columns"},
        {"epoch,a\n1,2\n\n", ":3: has 1 cell, but there are 2 columns"},
        {"epoch,a\n1,two\n", ":2: 'two' is no number"},
        {"epoch,a\n1,0x1\n", ":2: '0x1' is no number"},
        {"epoch,a\n1,2\n1,2\n", ":3: the epochs must grow from line to line"},
        {"epoch,a\nnan,2\n", ":2: the epochs must grow from line to line"}};
    for (const auto& [text, expected] : cases) {
        const std::string shown = text;
        CAPTURE(shown);
        directory.write("metrics.csv", text);
        CHECK(message() == file.string() + expected);
        CHECK_THROWS_AS(read_curves(directory.path()), InputError);
    }
}

}  // namespace
}  // namespace mlp::test
