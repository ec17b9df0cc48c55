#pragma once

#include "mlp/core/state.h"
#include "mlp/train/observer.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mlp {

/// A file that is added to at its end. What was added is on the way to disk a moment later, so
/// that others can watch it grow.
class GrowingFile {
  public:
    /// An empty file, or, `kept`, what is there already. Throws RunError naming the file if it
    /// cannot be opened.
    explicit GrowingFile(const std::filesystem::path& path, bool kept = false);
    /// Throws RunError if the disk does not take it.
    void add(std::string_view bytes);
    void add_line(std::string line) { add(line += '\n'); }
    /// Writes what is still held back. Throws RunError if the disk does not take it.
    void flush();

    /// Has all that was added on disk, for good. Returns the size, in bytes.
    Index sync();
    /// Takes away all behind so many bytes. Throws RunError if there are not so many.
    void cut(Index bytes);

  private:
    [[noreturn]] void fail() const;

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::string name_;
    std::unique_ptr<std::FILE, Close> file_;
    double last_flush_ = 0;
};

/// Between two epochs: how long a file is that not every run has. Putting that back takes away what
/// was written later. Returns false if the file has to start again, and is empty now: there was
/// none when the state was saved, or less is left of it.
bool visit_size(StateVisitor& state, const std::string& name, std::optional<GrowingFile>& file);

struct MetricsFilesOptions {
    Index every_epochs = 1;              ///< from one row to the next
    std::optional<Index> every_steps{};  ///< from one row of a step to the next; none: no such rows
    bool kept = false;                   ///< the files go on, from where visit_state() puts them
    bool with_times = true;              ///< whether there is to be a metrics.jsonl
};

/// Writes metrics.csv (one row an epoch, no clock values, so that equal runs give equal bytes) and
/// metrics.jsonl (the same and more, with times; and, if asked for, one row a step).
class MetricsFiles final : public TrainingObserver {
  public:
    MetricsFiles(const std::filesystem::path& directory, const MetricsFilesOptions& options);

    void on_step(Index step, double loss) override;
    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;
    void flush();

    /// How long the files are. Putting that back takes away what was written later.
    void visit_state(StateVisitor& state);

  private:
    void write_rows(const EpochReport& report);

    GrowingFile csv_;
    std::optional<GrowingFile> jsonl_;
    MetricsFilesOptions options_;
    Index last_written_ = 0;
};

}  // namespace mlp
