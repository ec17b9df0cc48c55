#pragma once

#include "mlp/nn/active_range.h"
#include "mlp/nn/network.h"
#include "mlp/train/layer_report.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// Looks at the layers of a network while it is trained, and changes nothing. It looks at every one
/// of the first 100 epochs, then at every tenth, from 1000 on at every hundredth, and so on. Where
/// a step is so small that looking on takes about as long, it is every one of the first 10, then
/// every tenth, and so on. So it costs less than a tenth of the time. One thread.
template <class T>
class Diagnostics {
  public:
    /// The network must outlive it.
    explicit Diagnostics(const Network<T>& network);

    /// Makes the workspace keep what is to be looked at. Comes before the first epoch.
    void prepare(Workspace<T>& workspace, Index batch_size);

    /// A new epoch of so many updates. Returns whether it is looked at; if not, nothing else need
    /// be called for it.
    bool begin_epoch(Index epoch, Index updates);
    /// After the forward pass of a batch.
    void see_batch(const Workspace<T>& workspace, Index samples);
    /// With the gradient of an update in the arena, before it is clipped; and after the update.
    void before_update();
    void after_update();

    /// Of the epoch, one a layer.
    std::vector<LayerReport> report() const;

  private:
    /// Mean and standard deviation of numbers, from their differences to the first of them: so
    /// nothing is lost where they are large and close together.
    struct Moments {
        double count = 0;
        double shift = 0;  ///< the first number
        double sum = 0;    ///< of the differences
        double squares = 0;
        void add(ConstView<T> numbers);
        double mean() const { return shift + sum / count; }
        double sd() const;
    };
    struct Mean {
        double sum = 0;
        double count = 0;
        void add(double value);
        double value() const;
    };
    struct Watched {
        std::string name;
        bool has_z = false;                 ///< whether the workspace has its z
        std::optional<ActiveRange> active;  ///< none: no function of one number
        std::vector<Block> learnt;
        std::vector<Block> weights;
        // Of this epoch:
        Moments z;
        Moments a;
        std::vector<std::int32_t> below;  ///< of each unit: samples with z <= low
        std::vector<std::int32_t> above;  ///< and with z >= high
        Mean gradient_norm;
        Mean update_ratio;
    };

    /// Whether the update that comes is measured.
    bool is_measured() const { return updates_ % stride_ == 0; }
    double norm(const std::vector<Block>& blocks, ConstVectorView<T> arena) const;

    const Network<T>& network_;
    std::vector<Watched> layers_;
    Vector<T> before_;  ///< the parameters before an update
    Index every_epoch_up_to_ = 100;
    Index updates_ = 0;  ///< in this epoch
    Index stride_ = 1;   ///< from one measured update to the next
    Index samples_ = 0;
};

}  // namespace mlp
