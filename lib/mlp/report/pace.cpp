#include "mlp/report/pace.h"

namespace mlp {

void Pace::note(double seconds, double epochs) {
    now_ = {seconds, epochs};
    const Mark& last = ring_[(count_ + marks - 1) % marks];
    if (count_ > 0 && (seconds - last.seconds < seconds_between_marks ||
                       epochs - last.epochs < epochs_between_marks)) {
        return;
    }
    ring_[count_ % marks] = now_;
    ++count_;
}

std::optional<double> Pace::epochs_per_second() const {
    if (count_ == 0) return std::nullopt;
    const Mark& oldest = ring_[count_ > marks ? count_ % marks : 0];
    const double seconds = now_.seconds - oldest.seconds;
    const double epochs = now_.epochs - oldest.epochs;
    if (!(seconds > 0 && epochs > 0)) return std::nullopt;
    return epochs / seconds;
}

}  // namespace mlp
