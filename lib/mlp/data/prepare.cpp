#include "mlp/data/prepare.h"

namespace mlp {
namespace {

template <class T>
class MappedInputs final : public StoredInputs<T> {
  public:
    MappedInputs(std::shared_ptr<const RawData> data, std::vector<Index> samples,
                 Preprocessing preprocessing)
        : data_(std::move(data)),
          samples_(std::move(samples)),
          preprocessing_(std::move(preprocessing)) {}

    Index features() const override { return preprocessing_.inputs(); }
    Index samples() const override { return static_cast<Index>(samples_.size()); }
    void copy(Index sample, T* out) const override {
        preprocessing_.apply(*data_, samples_[static_cast<std::size_t>(sample)], out);
    }

  private:
    std::shared_ptr<const RawData> data_;
    std::vector<Index> samples_;
    Preprocessing preprocessing_;
};

}  // namespace

template <class T>
Dataset<T> prepare(std::shared_ptr<const RawData> data, std::vector<Index> samples,
                   const Preprocessing& preprocessing, const Targets& targets,
                   const TargetRules& rules, UnknownTexts* unknown, Keep keep) {
    Dataset<T> result;
    if (!data->targets.empty()) {
        auto values = target_values(*data, samples, targets, rules);
        result.targets = values.numbers.template cast<T>();
        result.labels = std::move(values.labels);
    }
    if (!data->weights.empty()) {
        for (const Index sample : samples)
            result.weights.push_back(T(data->weights[static_cast<std::size_t>(sample)]));
    }
    if (keep == Keep::in_file) {
        result.stored =
            std::make_shared<MappedInputs<T>>(std::move(data), std::move(samples), preprocessing);
        return result;
    }
    result.inputs.resize(preprocessing.inputs(), static_cast<Index>(samples.size()));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        preprocessing.apply(*data, samples[i], result.inputs.col(static_cast<Index>(i)).data(),
                            unknown);
    }
    return result;
}

#define MLP_INSTANTIATE(T)                                                                \
    template Dataset<T> prepare(std::shared_ptr<const RawData>, std::vector<Index>,       \
                                const Preprocessing&, const Targets&, const TargetRules&, \
                                UnknownTexts*, Keep);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
