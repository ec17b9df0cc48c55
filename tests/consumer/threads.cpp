// One const model that many threads use at once, each for rows of its own: it computes what it
// computes for one thread alone. Built with ThreadSanitizer, this also finds races.
#include <iostream>
#include <thread>
#include <vector>

#include <mlp/mlp.h>

namespace {

constexpr int threads = 4;
constexpr int rounds = 50;

/// Rows that no other thread and round has: features × samples.
mlp::Matrix<double> rows_of(int thread, int round) {
    mlp::Matrix<double> rows(4, 1 + (thread + round) % 3);
    for (mlp::Index i = 0; i < rows.size(); ++i) {
        rows(i) = 0.1 + 0.37 * thread + 0.11 * round + 0.7 * static_cast<double>(i % 5);
    }
    return rows;
}

}  // namespace

int main(int, char** argv) {
    const auto model = std::get<mlp::Model<float>>(mlp::load_model(argv[1]));
    std::vector<std::vector<mlp::Matrix<float>>> results(threads);
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&model, &mine = results[static_cast<std::size_t>(t)], t] {
            for (int r = 0; r < rounds; ++r) mine.push_back(model.predict(rows_of(t, r)));
        });
    }
    for (auto& worker : workers) worker.join();

    for (int t = 0; t < threads; ++t) {
        for (int r = 0; r < rounds; ++r) {
            const mlp::Matrix<float> alone = model.predict(rows_of(t, r));
            const auto& result = results[static_cast<std::size_t>(t)][static_cast<std::size_t>(r)];
            if (result == alone) continue;
            std::cout << "thread " << t << ", round " << r << ": another result\n";
            return 1;
        }
    }
    std::cout << "equal\n";
}
