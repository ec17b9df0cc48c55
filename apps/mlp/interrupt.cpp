#include "interrupt.h"

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

bool StopOnInterrupt::on_epoch(const EpochReport& report) {
    // After the last epoch there is nothing left to interrupt.
    return interrupted_by_user == 0 || report.epoch == report.epochs;
}

}  // namespace mlp::app
