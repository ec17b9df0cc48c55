#include "mlp/experiment/sweep.h"

#include "mlp/config/document.h"
#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/experiment/experiment.h"
#include "mlp/experiment/sweep_results.h"
#include "mlp/experiment/sweep_worker.h"
#include "mlp/report/data_record.h"
#include "mlp/report/environment.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <numeric>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {
namespace {

constexpr std::size_t most_runs = 1'000'000;

/// Calls work(i) for i = 0, 1, ..., count − 1 in so many threads, each taking the next i that is
/// left, until all are done, `stopped` says so, or one throws: that is thrown here, once all
/// threads have ended.
void for_each_in_parallel(std::size_t count, std::size_t threads,
                          const std::function<bool()>& stopped,
                          const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    std::exception_ptr failure;
    std::mutex mutex;
    const auto loop = [&] {
        while (!failed && !stopped()) {
            const std::size_t i = next++;
            if (i >= count) return;
            try {
                work(i);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!failed) failure = std::current_exception();
                failed = true;
            }
        }
    };
    std::vector<std::jthread> others;
    try {
        for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(loop);
    } catch (const std::exception&) {
        // Where the system gives no more threads, those that there are do the work.
    }
    loop();
    others.clear();  // waits for them
    if (failure) std::rethrow_exception(failure);
}

std::shared_ptr<const Document> read_base(const SweepConfig& config,
                                          const std::vector<std::string>& overrides) {
    auto base = std::make_shared<Document>(Document::read(config.base));
    if (config.base_directory) base->set_directory(*config.base_directory);
    for (const auto& assignment : overrides) base->set(assignment);
    return base;
}

/// Runs of other data would not be comparable with those that are done.
void check_same_data(const std::filesystem::path& environment, const std::string& data) {
    std::error_code error;
    if (!std::filesystem::exists(environment, error)) return;
    const auto before = nlohmann::ordered_json::parse(read_file(environment), nullptr, false);
    if (!before.is_object() || !before.contains("data") || !before.at("data").is_array()) return;
    const auto changed = changed_files(before.at("data").dump(), data);
    if (changed.empty()) return;
    throw InputError(
        fmt::format("{}: its content has changed since the sweep began\n"
                    "  help: undo that, or begin a new sweep",
                    changed.front()));
}

}  // namespace

Sweep::Sweep(SweepConfig config, const std::vector<std::string>& overrides,
             const Extensions& extensions)
    : config_(std::move(config)),
      plan_(plan_sweep(config_)),
      extensions_(extensions),
      base_(read_base(config_, overrides)),
      base_name_(config_.base.stem().string()) {
    const auto base = read_experiment(*base_, {}, base_name_, extensions_);
    base_directory_ = base.logging.directory;
    if (config_.name.empty()) config_.name = base.name + "_sweep";
    const auto seed_key = std::ranges::find(plan_.keys, "seed");
    if (seed_key != plan_.keys.end() && !plan_.seeds.empty()) {
        throw ConfigError(fmt::format("{}: error: the seed is varied by 'seeds' already",
                                      config_.place_of("seed")));
    }
    const std::size_t runs =
        plan_.combinations.size() * std::max<std::size_t>(plan_.seeds.size(), 1);
    if (runs > most_runs) {
        throw InputError(
            fmt::format("{} combinations with {} seeds are {} runs, of which {} are the most",
                        plan_.combinations.size(), plan_.seeds.size(), runs, most_runs));
    }
    const std::vector<Index> no_seeds{-1};
    for (std::size_t i = 0; i < plan_.combinations.size(); ++i) {
        for (const Index seed : plan_.seeds.empty() ? no_seeds : plan_.seeds) {
            SweepRun run;
            run.number = static_cast<Index>(runs_.size()) + 1;
            run.combination = i;
            if (seed >= 0) run.seed = seed;
            runs_.push_back(std::move(run));
        }
    }
    check_start();
}

ExperimentConfig Sweep::config_of(const SweepRun& run) const {
    std::vector<Setting> settings;
    const auto& values = plan_.combinations[run.combination];
    for (std::size_t i = 0; i < values.size(); ++i) {
        settings.push_back({plan_.keys[i] + "=" + values[i], config_.place_of(plan_.keys[i])});
    }
    if (run.seed) settings.push_back({fmt::format("seed={}", *run.seed), "seeds"});
    return read_experiment(*base_, settings, base_name_, extensions_);
}

/// One combination that works shows that all keys exist. If none does, the sweep is wrong, and not
/// just some of its runs.
void Sweep::check_start() {
    std::exception_ptr first_error;
    for (const auto& run : runs_) {
        if (run.seed != runs_.front().seed) continue;
        std::vector<std::string> measured;
        try {
            const auto config = config_of(run);
            epochs_ = config.training.epochs;
            precision_ = config.precision;
            with_precision(config, [&](auto zero) {
                const Experiment<decltype(zero)> experiment(config);
                measured = measured_names(*experiment.config().metrics,
                                          !experiment.validation_samples().empty());
                data_files_ = experiment.data_files();
            });
        } catch (const InputError&) {
            if (!first_error) first_error = std::current_exception();
            continue;
        } catch (const std::bad_alloc&) {
            if (!first_error) first_error = std::current_exception();
            continue;
        }
        choose_metric(measured);
        return;
    }
    std::rethrow_exception(first_error);
}

void Sweep::choose_metric(const std::vector<std::string>& measured) {
    metric_ = config_.metric.name;
    const auto is_measured = [&](const std::string& name) {
        return std::ranges::find(measured, name) != measured.end();
    };
    if (metric_.empty())
        metric_ = is_measured("validation_loss") ? "validation_loss" : "train_loss";
    if (!is_measured(metric_)) {
        throw config_.error("/metric/name", fmt::format("'{}' is not measured", metric_),
                            suggest(metric_, measured, "measured"));
    }
    larger_is_better_ = config_.metric.goal == "auto" ? mlp::larger_is_better(metric_)
                                                      : config_.metric.goal == "maximize";
}

std::vector<Index> Sweep::rungs() const {
    std::vector<Index> result;
    if (config_.method == "asha") {
        const Halving halving = config_.halving.value_or(Halving{});
        for (Index epochs = halving.min_epochs; epochs < epochs_; epochs *= halving.factor) {
            result.push_back(epochs);
        }
    }
    result.push_back(0);
    return result;
}

std::vector<SweepRun*> Sweep::best_of(const std::vector<SweepRun*>& candidates,
                                      const std::vector<double>& values) const {
    struct Group {
        double sum = 0;
        std::size_t combination = 0;
        std::vector<SweepRun*> runs;
    };
    std::map<std::size_t, Group> groups;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        Group& group = groups[candidates[i]->combination];
        group.combination = candidates[i]->combination;
        // A run without a value makes the whole combination one that nobody wants.
        const double cost = larger_is_better_ ? -values[i] : values[i];
        group.sum += std::isnan(cost) ? infinity : cost;
        group.runs.push_back(candidates[i]);
    }
    std::vector<const Group*> order;
    for (const auto& [combination, group] : groups) order.push_back(&group);
    std::ranges::stable_sort(order, {}, [](const Group* group) {
        return group->sum / static_cast<double>(group->runs.size());
    });
    const auto factor = static_cast<std::size_t>(config_.halving.value_or(Halving{}).factor);
    order.resize((order.size() + factor - 1) / factor);
    std::vector<SweepRun*> best;
    for (const auto* group : order) best.insert(best.end(), group->runs.begin(), group->runs.end());
    std::ranges::sort(best, {}, &SweepRun::number);
    return best;
}

bool Sweep::run(const RunDirectory& directory, const SweepOptions& options) {
    const auto& path = directory.path();
    const std::string data = data_record(data_files_);
    if (std::filesystem::exists(path / "sweep.json")) {
        check_same_data(path / "environment.json", data);
    } else {
        write_file(path / "environment.json",
                   environment_text({options.command, config_.seed, precision_,
                                     static_cast<int>(options.jobs), data}));
        write_file(path / "base.json", base_->root().dump(2) + "\n");
        write_file(path / "sweep.json", write_sweep(config_, "base.json", base_->directory()));
    }
    SweepWorker worker(*this, path, options.stop_wanted);
    std::vector<SweepRun*> candidates;
    for (auto& run : runs_) candidates.push_back(&run);
    const auto stopped = options.stop_wanted ? options.stop_wanted : [] { return false; };
    const auto all_rungs = rungs();
    std::mutex mutex;
    for (std::size_t rung = 0; rung < all_rungs.size() && !stopped(); ++rung) {
        const bool last = rung + 1 == all_rungs.size();
        SweepProgress progress{0, candidates.size(), rung + 1, all_rungs.size(), nullptr};
        if (options.on_progress) options.on_progress(progress);
        for_each_in_parallel(candidates.size(), options.jobs, stopped, [&](std::size_t i) {
            worker.execute(*candidates[i], all_rungs[rung]);
            const std::lock_guard lock(mutex);
            ++progress.ended;
            progress.last = candidates[i];
            if (options.on_progress) options.on_progress(progress);
        });
        if (last || stopped()) break;
        std::vector<double> values;
        for (const auto* run : candidates) values.push_back(run->value(metric_));
        const auto best = best_of(candidates, values);
        for (auto* run : candidates) {
            if (run->status != "paused" || std::ranges::find(best, run) != best.end()) continue;
            worker.stop(*run, fmt::format("not among the best after epoch {}", all_rungs[rung]));
        }
        candidates = best;
    }
    write_results(*this, path);
    return std::ranges::none_of(
        runs_, [](const SweepRun& run) { return run.status.empty() || run.status == "paused"; });
}

}  // namespace mlp
