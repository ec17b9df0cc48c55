#include "mlp/nn/layers/dense.h"
#include "mlp/report/snapshots.h"
#include "mlp/train/snapshot_epochs.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

TEST_CASE("snapshot epochs: all of the first ten, then ten a decade") {
    std::vector<Index> epochs;
    for (Index epoch = -5; epoch <= 1500; ++epoch) {
        if (is_snapshot_epoch(epoch)) epochs.push_back(epoch);
    }
    CHECK(epochs == std::vector<Index>{0,   1,   2,   3,   4,   5,   6,   7,   8,    9,    10,
                                       12,  15,  20,  25,  30,  40,  50,  60,  80,   100,  120,
                                       150, 200, 250, 300, 400, 500, 600, 800, 1000, 1200, 1500});
    CHECK(is_snapshot_epoch(1'500'000'000));
    CHECK_FALSE(is_snapshot_epoch(1'500'000'001));
}

TEST_CASE_TEMPLATE("snapshots: every bit of the parameters is read back", T, float, double) {
    const TemporaryDirectory directory;
    Network<T> network(2, {dense(3, "tanh"), dense(1, "sigmoid")});
    Random random(7, RandomStream::weights);
    network.initialize(random);
    std::vector<Vector<T>> written{network.parameters().values()};
    {
        SnapshotFile<T> file(directory.path(), network, true, false);
        for (Index epoch = 1; epoch <= 12; ++epoch) {
            network.initialize(random);
            EpochReport report;
            report.epoch = epoch;
            file.on_epoch(report);
            if (is_snapshot_epoch(epoch)) written.push_back(network.parameters().values());
        }
    }
    const auto snapshots = read_snapshots(directory.path());
    REQUIRE(snapshots.size() == 12);
    CHECK(snapshots.front().epoch == 0);
    CHECK(snapshots.back().epoch == 12);
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        for (Index k = 0; k < written[i].size(); ++k) {
            CHECK(static_cast<T>(snapshots[i].parameters.at(static_cast<std::size_t>(k))) ==
                  written[i][k]);
        }
    }
}

TEST_CASE("snapshots: none, an unfinished one, a damaged one") {
    const TemporaryDirectory directory;
    CHECK(read_snapshots(directory.path()).empty());
    directory.write("snapshots.jsonl", "{\"epoch\":0,\"parameters\":[1]}\n{\"epoch\":1,\"par");
    CHECK(read_snapshots(directory.path()).size() == 1);
    directory.write("snapshots.jsonl", "{\"epoch\":0,\"parameters\":[1]}\n{\"epoch\":1}\n");
    CHECK(message_of([&] { read_snapshots(directory.path()); }).find("snapshots.jsonl:2") !=
          std::string::npos);
}
