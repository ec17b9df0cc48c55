#include "interrupt.h"

#include "terminal.h"

#include <csignal>

namespace mlp::app {
namespace {

constexpr int stop_signals[] = {SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t interrupted_by_user = 0;

extern "C" void remember_interrupt(int) {
    interrupted_by_user = 1;
    for (const int signal : stop_signals) std::signal(signal, SIG_DFL);
}

}  // namespace

StopOnInterrupt::StopOnInterrupt() {
    interrupted_by_user = 0;
    for (const int signal : stop_signals) std::signal(signal, remember_interrupt);
    std::signal(SIGPIPE, SIG_IGN);
}

StopOnInterrupt::~StopOnInterrupt() {
    for (const int signal : stop_signals) std::signal(signal, SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
}

bool StopOnInterrupt::wanted() const { return interrupted_by_user != 0; }

void StopOnInterrupt::on_step(Index /*step*/, double /*loss*/) {
    if (!wanted() || told_) return;
    told_ = true;
    say("\nstopping after this epoch; once more, and it ends at once, without a checkpoint\n");
}

bool StopOnInterrupt::on_epoch(const EpochReport& report) {
    // After the last epoch there is nothing left to interrupt.
    return !wanted() || report.epoch == report.epochs;
}

}  // namespace mlp::app
