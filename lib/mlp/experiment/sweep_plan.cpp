#include "mlp/experiment/sweep_plan.h"

#include "mlp/core/random.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace mlp {
namespace {

using Combination = std::vector<std::string>;

constexpr double most_combinations = 1e6;

/// What varies as one: a parameter, or several that are zipped.
class Axis {
  public:
    void add(std::size_t key, const Variation& variation) {
        keys_.push_back(key);
        if (variation.is_list()) {
            lists_.push_back(variation.list());
        } else {
            range_ = variation;
        }
    }

    std::size_t first_key() const { return keys_.front(); }

    /// How many points there are; infinitely many of a range of real numbers.
    double size() const {
        if (!range_) return static_cast<double>(lists_.front().size());
        return range_->integer ? *range_->max - *range_->min + 1 : infinity;
    }
    /// Sets the values of a point; they are finitely many.
    void set_point(std::uint64_t point, Combination& values) const {
        if (range_) {
            const auto first = static_cast<std::int64_t>(*range_->min);
            values[first_key()] = std::to_string(first + static_cast<std::int64_t>(point));
            return;
        }
        for (std::size_t i = 0; i < keys_.size(); ++i) values[keys_[i]] = lists_[i].at(point);
    }
    void draw(Random& random, Combination& values) const {
        if (range_) {
            values[first_key()] = range_->draw(random.uniform());
        } else {
            set_point(random.below(lists_.front().size()), values);
        }
    }

  private:
    std::vector<std::size_t> keys_;                ///< their places in a combination
    std::vector<std::vector<std::string>> lists_;  ///< the values of each, equally many
    std::optional<Variation> range_;               ///< of a single key without a list
};

class Space {
  public:
    explicit Space(const SweepConfig& config) : keys_(config.parameters.size()) {
        const auto axis_of = [&](const auto& names) {
            Axis axis;
            for (std::size_t key = 0; key < keys_; ++key) {
                const auto& [name, choice] = config.parameters[key];
                if (std::ranges::find(names, name) != names.end()) {
                    axis.add(key, from_choice<Variation>(choice));
                }
            }
            axes_.push_back(std::move(axis));
        };
        std::set<std::string> zipped;
        for (const auto& names : config.zip) {
            axis_of(names);
            zipped.insert(names.begin(), names.end());
        }
        for (const auto& parameter : config.parameters) {
            if (!zipped.contains(parameter.name)) axis_of(std::vector{parameter.name});
        }
        std::ranges::sort(axes_, {}, &Axis::first_key);
    }

    /// How many combinations there are, which may be infinitely many.
    double size() const {
        double product = 1;
        for (const auto& axis : axes_) product *= axis.size();
        return product;
    }
    /// One of them, by its number; they are finitely many.
    Combination at(std::uint64_t number) const {
        Combination values(keys_);
        for (auto axis = axes_.rbegin(); axis != axes_.rend(); ++axis) {
            const auto size = static_cast<std::uint64_t>(axis->size());
            axis->set_point(number % size, values);
            number /= size;
        }
        return values;
    }
    Combination draw(Random& random) const {
        Combination values(keys_);
        for (const auto& axis : axes_) axis.draw(random, values);
        return values;
    }

  private:
    std::size_t keys_;
    std::vector<Axis> axes_;
};

std::vector<Combination> grid(const Space& space) {
    std::vector<Combination> combinations;
    const auto size = static_cast<std::uint64_t>(space.size());
    for (std::uint64_t i = 0; i < size; ++i) combinations.push_back(space.at(i));
    return combinations;
}

/// Draws again what was drawn before. Once that finds nothing new for long, since what is left is
/// unlikely, the others follow in the order of the grid.
std::vector<Combination> drawn(const Space& space, std::size_t runs, Random random) {
    constexpr int most_tries = 1000;
    const double size = space.size();
    std::vector<Combination> combinations;
    std::set<Combination> known;
    while (combinations.size() < runs) {
        Combination values = space.draw(random);
        for (int i = 0; i < most_tries && known.contains(values); ++i) values = space.draw(random);
        if (!known.insert(values).second) break;
        combinations.push_back(std::move(values));
    }
    for (std::uint64_t i = 0; std::isfinite(size) && static_cast<double>(i) < size; ++i) {
        if (combinations.size() == runs) return combinations;
        Combination values = space.at(i);
        if (known.insert(values).second) combinations.push_back(std::move(values));
    }
    // There are no others: values that are written alike, such as those of a very narrow range.
    while (combinations.size() < runs) combinations.push_back(space.draw(random));
    return combinations;
}

}  // namespace

SweepPlan plan_sweep(const SweepConfig& config) {
    const Space space(config);
    SweepPlan plan;
    for (const auto& parameter : config.parameters) plan.keys.push_back(parameter.name);
    plan.seeds = config.seeds;
    if (config.runs && static_cast<double>(*config.runs) < space.size()) {
        const auto seed = static_cast<std::uint64_t>(config.seed);
        plan.combinations =
            drawn(space, static_cast<std::size_t>(*config.runs), Random(seed, RandomStream::sweep));
        return plan;
    }
    if (space.size() > most_combinations) {
        throw config.error("/parameters",
                           fmt::format("there are {:.15g} combinations; {:.0f} are the most",
                                       space.size(), most_combinations),
                           "\"method\": \"random\" tries some of them");
    }
    plan.combinations = grid(space);
    return plan;
}

}  // namespace mlp
