#include "mlp/data/dataset.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

const std::vector<Index> picked{2, 0, 2};

/// Three samples of two features; targets and labels are up to the test.
Dataset<double> three_samples() {
    return {(Matrix<double>(2, 3) << 1, 2, 3, 10, 20, 30).finished(), {}, {}};
}

/// What gather() puts into buffers that hold something else before.
struct Batch {
    Matrix<double> x = Matrix<double>::Constant(2, 3, -7);
    Matrix<double> target;
    Vector<double> weight = Vector<double>::Constant(3, -7);

    Batch(const Dataset<double>& data, Index outputs)
        : target(Matrix<double>::Constant(outputs, 3, -7)) {
        gather<double>(data, picked, view(x), view(target), {weight.data(), 3});
    }
};

}  // namespace

TEST_CASE("gather: copies the samples asked for, in their order, repeated where asked") {
    auto data = three_samples();
    data.targets = (Matrix<double>(2, 3) << 1, 2, 3, 4, 5, 6).finished();
    const Batch batch(data, 2);
    CHECK(batch.x == (Matrix<double>(2, 3) << 3, 1, 3, 30, 10, 30).finished());
    CHECK(batch.target == (Matrix<double>(2, 3) << 3, 1, 3, 6, 4, 6).finished());
    CHECK(batch.weight == Vector<double>::Ones(3));
    data.weights = {0.5, 1, 2};
    CHECK(Batch(data, 2).weight == (Vector<double>(3) << 2, 0.5, 2).finished());
}

TEST_CASE("gather: a class becomes 1 in its own row and 0 elsewhere") {
    auto data = three_samples();
    data.labels = {0, 1, 2};
    CHECK(Batch(data, 3).target == (Matrix<double>(3, 3) << 0, 1, 0, 0, 0, 0, 1, 0, 1).finished());
}

TEST_CASE("gather: with one output, the second class is 1 and the first 0") {
    auto data = three_samples();
    data.labels = {0, 0, 1};
    CHECK(Batch(data, 1).target == (Matrix<double>(1, 3) << 1, 0, 1).finished());
}

TEST_CASE("gather: classes are written as the data set says") {
    auto data = three_samples();
    data.labels = {0, 0, 1};
    data.no = -1;
    CHECK(Batch(data, 1).target == (Matrix<double>(1, 3) << 1, -1, 1).finished());
    CHECK(Batch(data, 2).target == (Matrix<double>(2, 3) << -1, 1, -1, 1, -1, 1).finished());
}

TEST_CASE("data set: knows its number of samples, and a subset has its own") {
    const auto data = three_samples();
    CHECK(data.samples() == 3);
    CHECK(Subset<double>{&data, {0, 1}}.samples() == 2);
    CHECK(Subset<double>{}.empty());
}

TEST_CASE("targets: a problem with classes is a classification") {
    CHECK(Targets{{"y"}, {"a", "b"}}.classification());
    CHECK_FALSE(Targets{{"y"}}.classification());
}

namespace {

/// Feature i of sample s is 10 i + s.
class Counting final : public StoredInputs<double> {
  public:
    Index features() const override { return 2; }
    Index samples() const override { return 5; }
    void copy(Index sample, double* out) const override {
        for (int i = 0; i < 2; ++i) out[i] = 10.0 * i + static_cast<double>(sample);
    }
};

}  // namespace

TEST_CASE("gather: takes stored inputs from where they are") {
    auto data = three_samples();
    data.labels = {0, 1, 0, 1, 0};
    data.stored = std::make_shared<Counting>();
    CHECK(data.samples() == 5);
    CHECK(data.features() == 2);
    CHECK(Batch(data, 1).x == (Matrix<double>(2, 3) << 2, 0, 2, 12, 10, 12).finished());
}
